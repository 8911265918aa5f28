"""Do colors, type and files of the front end keep their rules, and is every pair of colors readable?

Interface, section 1 rules 8 and 9; WCAG 1.4.3 (text 4.5:1) and 1.4.11 (controls 3:1) in both themes.
"""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
CSS = (STATIC / "sunsetter.css").read_text(encoding="utf-8")
TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "ink-faint") for ground in ("paper", "surface", "raised", "sunken")],
    *[(tone, f"{tone}-wash") for tone in ("ok", "info", "caution", "blocked", "unknown")],
    *[("ink", f"{tone}-wash") for tone in ("ok", "info", "caution", "blocked")],
    *[(tone, "surface") for tone in ("ok", "info", "caution", "blocked", "unknown", "accent", "accent-strong")],
    *[("accent-ink", "accent"), ("accent-ink", "accent-strong"), ("accent", "accent-wash"), ("accent", "paper")],
    *[(ink, sky) for ink in ("sky-ink", "sky-soft") for sky in ("sky-1", "sky-2", "sky-hover")],
]
CONTROL_PAIRS = [("line-strong", "surface"), ("line-strong", "paper"), ("focus", "surface"), ("data-1", "surface")]


def _tokens(start: str) -> dict[str, str]:
    block = CSS[CSS.index(start) :].partition("}")[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


LIGHT = _tokens(":root {")
THEMES = {"light": LIGHT, "dark": {**LIGHT, **_tokens(':root[data-theme="dark"] {')}}


def _luminance(color: str) -> float:
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_of_text_and_ground_is_readable(theme: str) -> None:
    colors = THEMES[theme]
    weak = {pair: _contrast(colors[pair[0]], colors[pair[1]]) for pair in TEXT_PAIRS}
    assert not {pair: round(found, 2) for pair, found in weak.items() if found < 4.5}


@pytest.mark.parametrize("theme", THEMES)
def test_controls_stand_out_from_their_ground(theme: str) -> None:
    colors = THEMES[theme]
    weak = {pair: _contrast(colors[pair[0]], colors[pair[1]]) for pair in CONTROL_PAIRS}
    assert not {pair: round(found, 2) for pair, found in weak.items() if found < 3}


def test_both_ways_into_the_dark_give_the_same_colors() -> None:
    assert _tokens(':root:not([data-theme="light"]) {') == _tokens(':root[data-theme="dark"] {')


def test_colors_and_type_sizes_stand_only_in_the_tokens() -> None:
    layers = CSS.split("@layer base {", 1)[1]
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\bhsl\(", layers)
    assert not re.findall(r"font-size:\s*+(?!var\(|inherit)[^;]+", layers)


def test_the_stylesheet_is_small() -> None:
    assert len(gzip.compress(CSS.encode())) < 30_000


def test_vendored_files_are_those_of_the_manifest() -> None:
    folder = STATIC / "vendor"
    listed = {row["file"]: row for row in json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))["files"]}
    there = {path.name for path in folder.iterdir()} - {"MANIFEST.json"}
    assert set(listed) == there
    for name, row in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == row["sha256"], name
        assert all(row[key] for key in ("licence", "version", "source")), name


def test_own_scripts_are_short() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (STATIC / "js").glob("*.js")}
    assert max(lengths.values()) < 100
    assert sum(lengths.values()) < 600
