"""What a child wrote, believed only as far as it can be checked.

A file may have taken the child over; then the result is an attack. Each value is rebuilt here by
type, length and alphabet, markup passes its allow-list, and anything unexpected ends the reading.
"""

import re
from collections.abc import Callable
from typing import Any

from content.files import drawing
from content.files.findings import MAX_FINDINGS, MAX_VALUE, MAX_WHERE, WHAT
from content.files.outcome import OUTCOMES, REASONS, CleanResult, Inspection, Part, Preview
from content.files.text import MAX_TEXT_BYTES, clean

MAX_REASON = 300
MAX_FACTS = 40
MAX_SIDE = 10_000  # pixels
MAX_NUMBER = 100_000_000
MAX_LIST = 5000
MAX_HTML = 2_000_000
PICTURE = re.compile(r"page-[1-9][0-9]{0,3}\.webp")

Shape = Callable[[Any], Any]


class Untrusted(ValueError):
    """The answer is not of the agreed shape."""


def checked(raw: Any) -> Inspection:
    """Return the inspection that a decoded result.json describes; raises `Untrusted`."""
    fields = record(
        outcome=one_of(*OUTCOMES),
        reason=words(MAX_REASON),
        kind=words(10),
        network=one_of("unshared", "hooked", ""),
        parts=listed(_part, 100_000),
        facts=listed(words(1000), MAX_FACTS),
        preview=_preview,
        pictures=listed(picture, 100),
        findings=listed(_finding, MAX_FINDINGS),
    )(raw)
    found = Inspection(**fields)
    if sum(len(text.encode()) for _, text in found.parts) > MAX_TEXT_BYTES:
        raise Untrusted("too much text")
    if set(_shown_pictures(found.preview)) != set(found.pictures):
        raise Untrusted("pictures differ from those the preview names")
    found.reason = found.reason or REASONS[found.outcome]
    return found


def checked_cleaning(raw: Any) -> CleanResult:
    """Return what the result.json of a cleaning child says; raises `Untrusted`."""
    shape = record(outcome=one_of(*OUTCOMES), reason=words(MAX_REASON), removed=listed(words(200), 200))
    return CleanResult(**shape(raw))


def _shown_pictures(preview: Preview) -> list[str]:
    pages = preview.get("pages", [preview] if "picture" in preview else [])
    return [page["picture"] for page in pages]


def words(limit: int) -> Shape:
    """A string of at most `limit` characters that is already clean."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > limit or clean(value) != value:
            raise Untrusted("not a clean string")
        return value

    return check


def number(limit: int = MAX_NUMBER) -> Shape:
    """A whole number from 0 to `limit`."""

    def check(value: Any) -> int:
        if type(value) is not int or not 0 <= value <= limit:
            raise Untrusted("not a number in range")
        return value

    return check


def one_of(*values: str) -> Shape:
    """One of the given strings."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in values:
            raise Untrusted("not one of the agreed words")
        return value

    return check


def truth(value: Any) -> bool:
    """True or False."""
    if not isinstance(value, bool):
        raise Untrusted("not true or false")
    return value


def picture(value: Any) -> str:
    """The name of a picture of ours."""
    if not isinstance(value, str) or not PICTURE.fullmatch(value):
        raise Untrusted("not a picture name")
    return value


def listed(shape: Shape, limit: int = MAX_LIST) -> Shape:
    """A list of at most `limit` values of one shape."""

    def check(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > limit:
            raise Untrusted("not a list, or too long")
        return [shape(item) for item in value]

    return check


def record(**shapes: Shape) -> Shape:
    """A dict with exactly these keys."""

    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or value.keys() != shapes.keys():
            raise Untrusted("not the agreed keys")
        return {key: shape(value[key]) for key, shape in shapes.items()}

    return check


def _part(value: Any) -> Part:
    pair: Part = listed(words(MAX_TEXT_BYTES), 2)(value)
    if len(pair) != 2 or len(pair[0]) > 250:
        raise Untrusted("not a part")
    return pair


_finding = record(
    what=one_of(*WHAT),
    value=words(MAX_VALUE),
    where=words(MAX_WHERE),
    can_clean=truth,
    example=truth,
)


def _markup(value: Any) -> str:
    from content.markdown import sanitise

    return sanitise(words(MAX_HTML)(value))


def drawn(value: Any) -> str:
    """A drawing, written anew from what is allowed in one."""
    try:
        return drawing.rebuilt(words(drawing.MAX_SVG)(value))
    except drawing.Forbidden as error:
        raise Untrusted(str(error)) from error


_side = number(MAX_SIDE)
_name = words(500)
_cell = words(5000)

_BLOCKS: dict[str, Shape] = {
    "h": record(t=one_of("h"), level=number(6), text=_cell),
    "p": record(t=one_of("p"), text=_cell),
    "li": record(t=one_of("li"), level=number(8), text=_cell),
    "table": record(t=one_of("table"), rows=listed(listed(_cell, 60), 200), more=number()),
}


def _chosen(shapes: dict[str, Shape], key: str) -> Shape:
    def check(value: Any) -> Any:
        name = value.get(key) if isinstance(value, dict) else None
        if not isinstance(name, str) or name not in shapes:
            raise Untrusted("not an agreed form")
        return shapes[name](value)

    return check


_SHEET = record(
    name=_name,
    columns=listed(words(3), 60),
    rows=listed(listed(_cell, 60), 100),
    total_rows=number(),
    total_columns=number(),
    hidden=truth,
)
_SLIDE = record(number=number(), title=_name, lines=listed(_cell, 200), notes=_cell)
_PAGE = record(picture=picture, width=_side, height=_side, text=words(10_000))
_DIAGRAM = record(name=_name, svg=drawn, shapes=number(), edges=number())

_FORMS: dict[str, Shape] = {
    "document": record(form=one_of("document"), blocks=listed(_chosen(_BLOCKS, "t"), 1000), truncated=truth),
    "sheets": record(form=one_of("sheets"), sheets=listed(_SHEET, 500)),
    "slides": record(form=one_of("slides"), slides=listed(_SLIDE, 100), total=number()),
    "pages": record(form=one_of("pages"), pages=listed(_PAGE, 50), total=number()),
    "diagrams": record(form=one_of("diagrams"), diagrams=listed(_DIAGRAM, 100)),
    "html": record(form=one_of("html"), html=_markup),
    "texts": record(form=one_of("texts"), groups=listed(record(name=_name, lines=listed(_cell, 1000)), 200)),
    "picture": record(form=one_of("picture"), picture=picture, width=_side, height=_side),
}


def _preview(value: Any) -> Preview:
    shown: Preview = {} if value == {} else _chosen(_FORMS, "form")(value)
    return shown
