"""What does the text of a plan file hold, and on which line is it wrong?"""

import difflib
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML, tokens
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from lifecycle.rules.plan_file import FileFault, PlanDocument
from lifecycle.services.plan_shape import PlanFile
from lifecycle.services.plan_words import document_of

MAX_BYTES = 262_144
MAX_DEPTH = 20
_OPENS = (
    tokens.BlockMappingStartToken,
    tokens.BlockSequenceStartToken,
    tokens.FlowMappingStartToken,
    tokens.FlowSequenceStartToken,
)
_CLOSES = (tokens.BlockEndToken, tokens.FlowMappingEndToken, tokens.FlowSequenceEndToken)
_RULES = {"extra_forbidden": "schema.unknown_key", "missing": "schema.missing_key"}
_SENTENCES = {
    "missing": "is required and not there",
    "literal_error": "is none of the values that are possible here: {expected}",
    "string_pattern_mismatch": "does not have the form {pattern}",
}


class UnreadablePlan(ValueError):
    """The text is no plan file; `faults` say on which lines, and why."""

    def __init__(self, *faults: FileFault) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


def read_plan(data: bytes) -> PlanDocument:
    """Read YAML 1.2, check its shape. Raises UnreadablePlan with every fault found."""
    tree = tree_of(data)
    try:
        return document_of(PlanFile.model_validate(tree))
    except ValidationError as error:
        faults = [fault_of(detail, tree) for detail in error.errors(include_url=False)]
        raise UnreadablePlan(*sorted(faults, key=lambda fault: fault.line)) from error


def line_of(data: bytes, *place: str) -> int:
    """The line on which a key of the file stands; 0 when the file leaves it out."""
    return _line(tree_of(data), place, exact=True)


def tree_of(data: bytes) -> CommentedMap:
    """The keys and values of a YAML text. Raises UnreadablePlan."""
    if len(data) > MAX_BYTES:
        raise UnreadablePlan(FileFault("schema.too_large", f"{len(data):,} bytes; a plan has at most {MAX_BYTES:,}"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadablePlan(FileFault("schema.not_text", "not UTF-8 text", line)) from error
    if not text.strip():
        raise UnreadablePlan(FileFault("schema.empty", "the file is empty; a plan was expected"))
    try:
        _refuse_traps(text)
        tree = _reader().load(text)
    except UnreadablePlan:
        raise
    except MarkedYAMLError as error:
        raise UnreadablePlan(_yaml_fault(error)) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise UnreadablePlan(FileFault("schema.not_yaml", f"not YAML: {_first_line(error)}")) from error
    if not isinstance(tree, CommentedMap):
        raise UnreadablePlan(FileFault("schema.not_a_plan", "the file holds no keys and values; see `plan schema`", 1))
    return tree


class _PlainDates(RoundTripConstructor):
    """Leaves dates as text, so that a wrong one is reported like any other value, with its line."""


_PlainDates.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_scalar)


def _reader() -> YAML:
    reader = YAML(typ="rt", pure=True)
    reader.Constructor = _PlainDates
    return reader


def _refuse_traps(text: str) -> None:
    """Anchors can blow up, tags can make objects, brackets in brackets take for ever; a plan needs none of them."""
    depth = 0
    for token in _reader().scan(text):
        if isinstance(token, (tokens.AliasToken, tokens.AnchorToken, tokens.TagToken)):
            line = token.start_mark.line + 1
            raise UnreadablePlan(FileFault("schema.reference", "anchors, aliases and tags are not read in plans", line))
        depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
        if depth > MAX_DEPTH:
            line = token.start_mark.line + 1
            raise UnreadablePlan(
                FileFault("schema.not_yaml", f"not YAML of a plan: over {MAX_DEPTH} levels deep", line)
            )


def _yaml_fault(error: MarkedYAMLError) -> FileFault:
    mark = error.problem_mark or error.context_mark
    problem = str(error.problem or error.context or "cannot be read").splitlines()[0]
    rule = "schema.duplicate_key" if "duplicate key" in problem else "schema.not_yaml"
    return FileFault(rule, f"not YAML: {problem}", mark.line + 1 if mark else 0)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def fault_of(detail: ErrorDetails, tree: CommentedMap, *, shape: Any = PlanFile) -> FileFault:
    """What pydantic refused, with its line; `shape` is the model that the file should have had."""
    place = [str(part) for part in detail["loc"] if part != "[key]"]
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        message = _unknown_key(place, shape)
    elif kind in _SENTENCES:
        message = _SENTENCES[kind].format(**context)
    else:
        message = detail["msg"].removeprefix("Value error, ")
    if kind not in {"extra_forbidden", "missing"}:
        message = f"{_shown(detail['input'])}: {message}"
    return FileFault(_RULES.get(kind, "schema.value"), message, _line(tree, detail["loc"]), ".".join(place))


def _shown(value: Any) -> str:  # whatever the file holds there
    text = repr(str(value)) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:60]}..."


def _unknown_key(place: list[str], shape: Any) -> str:
    near = difflib.get_close_matches(place[-1], _keys_beside(place, shape), n=1)
    return f"no such key here; did you mean {near[0]!r}?" if near else "no such key here"


def _keys_beside(place: list[str], shape: Any) -> list[str]:
    model = shape  # walks pydantic's own description of fields
    for name in place[:-1]:
        field = getattr(model, "model_fields", {}).get(name)
        options = getattr(field.annotation, "__args__", (field.annotation,)) if field else ()
        model = next((each for each in options if hasattr(each, "model_fields")), None)
    return list(getattr(model, "model_fields", {}))


def _line(tree: CommentedMap, place: tuple[int | str, ...], *, exact: bool = False) -> int:
    node: Any = tree  # maps, sequences or scalars of the file
    line = int(tree.lc.line) + 1
    for part in place:
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
        else:
            return 0 if exact else line
        node = node[part]
    return line
