"""A2: a map names columns, constants, paths and units, or says what is wrong with it."""

import pytest

from analytics.rules.field_map import MapFault, look_up, read_map
from analytics.rules.moments import Unit


def test_columns_paths_constants_and_units_are_picked() -> None:
    entries = {
        "account": "$org.id",
        "user": {"column": "uid", "as": "text"},
        "module": {"const": "reactions"},
        "occurred_at": {"column": "ts", "unit": "s"},
        "quantity": {"const": 2},
    }
    found = read_map(entries)
    picked = found.pick({"org": {"id": "acme"}, "uid": 7, "ts": "1.5", "action": "add"})
    assert picked["account"] == "acme"
    assert picked["user"] == "7"
    assert picked["module"] == "reactions"
    assert picked["occurred_at"] == "1.5"
    assert picked["quantity"] == 2
    assert picked["action"] == "add"
    assert picked["client"] is None
    assert found.unit is Unit.S
    assert ("account", "org.id") in found.needed_columns(("account", "module"))
    assert [name for name, _ in found.needed_columns(("account", "module"))] == ["account"]


def test_a_path_prefers_the_exact_name_and_walks_lists() -> None:
    assert look_up({"a.b": 1, "a": {"b": 2}}, "a.b") == 1
    assert look_up({"a": [{"b": 3}]}, "a.0.b") == 3
    assert look_up({"a": [1]}, "a.1") is None
    assert look_up({"a": "text"}, "a.0") is None


@pytest.mark.parametrize(
    "document",
    [
        ["account"],
        {"acount": "x"},
        {"account": 3},
        {"account": ""},
        {"account": {}},
        {"account": {"const": None}},
        {"account": {"const": True}},
        {"account": {"column": "x", "unit": "s"}},
        {"account": {"column": "x", "as": "number"}},
        {"account": {"column": "x", "other": 1}},
        {"occurred_at": {"column": "ts", "unit": "h"}},
    ],
)
def test_a_wrong_map_is_refused_with_its_entry(document: object) -> None:
    with pytest.raises(MapFault, match=r"field|account|occurred_at"):
        read_map(document)


def test_a_constant_id_is_text() -> None:
    assert read_map({"account": {"const": 42}}).pick({})["account"] == "42"
    assert read_map({"occurred_at": {"column": "ts"}}).unit is None
