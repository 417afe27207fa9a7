"""The SVG we let through: a few shapes and words, written anew from what was read.

The result has no comment, CDATA, entity or reference left, so it means the same to an XML reader
and inside an HTML page.
"""

import re
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

MAX_SVG = 4_000_000  # characters
MAX_ELEMENTS = 100_000
MAX_DEPTH = 60
NAMESPACE = "http://www.w3.org/2000/svg"

_SHAPES = "path rect circle ellipse line polyline polygon"
_ELEMENTS = frozenset(["svg", "g", "text", "tspan", "title", "desc", *_SHAPES.split()])
_NUMBERS = re.compile(r"[-+0-9.eE, ]*")
_NUMERIC = "viewBox width height x y x1 y1 x2 y2 dx dy cx cy r rx ry points font-size stroke-width"
_WORD = re.compile(r"[a-z-]{1,40}")

_ATTRIBUTES = {
    "class": re.compile(r"(?:[a-z][a-z0-9-]{0,60} ?){1,10}"),
    "d": re.compile(r"[-+0-9.eE, MLCQZAHVSTmlcqzahvst]*"),
    "transform": re.compile(r"(?:(?:rotate|translate|scale|matrix)\([-+0-9.eE, ]*\) ?)*"),
    "role": re.compile(r"img|presentation|group"),
    "aria-label": re.compile(r".*", re.DOTALL),
    "aria-hidden": re.compile(r"true|false"),
    "focusable": re.compile(r"false"),
    "text-anchor": _WORD,
    "dominant-baseline": _WORD,
    **dict.fromkeys(_NUMERIC.split(), _NUMBERS),
}


class Forbidden(ValueError):
    """The drawing holds something that no drawing of ours has."""


def rebuilt(source: str) -> str:
    """Return the drawing written anew from allowed elements and attributes; raises `Forbidden`."""
    writer = _Writer()
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    for handler in ("StartDoctypeDeclHandler", "EntityDeclHandler", "ProcessingInstructionHandler"):
        setattr(parser, handler, _refuse)
    try:
        parser.Parse(source.encode(errors="replace"), True)
    except expat.ExpatError as error:
        raise Forbidden("not well-formed") from error
    return "".join(writer.pieces)


def _refuse(*_details: object) -> None:
    raise Forbidden("a declaration or instruction")


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._depth = 0
        self._elements = 0

    def start(self, name: str, flat: list[str]) -> None:
        attributes = dict(zip(flat[::2], flat[1::2], strict=True))
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise Forbidden("too many elements")
        if name not in _ELEMENTS or (name == "svg") != (self._elements == 1):
            raise Forbidden(f"element {name}")
        if name == "svg" and attributes.pop("xmlns", None) != NAMESPACE:
            raise Forbidden("not SVG")
        namespace = f' xmlns="{NAMESPACE}"' if name == "svg" else ""
        written = "".join(f" {key}={_allowed(key, value)}" for key, value in attributes.items())
        self.pieces.append(f"<{name}{namespace}{written}>")

    def end(self, name: str) -> None:
        self._depth -= 1
        self.pieces.append(f"</{name}>")

    def text(self, data: str) -> None:
        self.pieces.append(escape(data))


def _allowed(key: str, value: str) -> str:
    pattern = _ATTRIBUTES.get(key)
    if pattern is None or not pattern.fullmatch(value):
        raise Forbidden(f"attribute {key}")
    return quoteattr(value)
