"""How each kind of shape is drawn: outline, signs, and the text inside or beside it."""

from __future__ import annotations

from collections.abc import Callable

from content.files.bpmn_labels import LINE, Label, centred, hanging, text_width, wrap
from content.files.bpmn_layout import Placed
from content.files.bpmn_model import (
    ACTIVITIES,
    CHOREOGRAPHIES,
    CONVERSATIONS,
    DATA_OBJECTS,
    DATA_STORES,
    EVENTS,
    GATEWAYS,
    THROWING,
    Bounds,
    Point,
)
from content.files.bpmn_svg import circle, element, path, polygon, polyline, rect, words
from content.files.bpmn_symbols import SHAPES, activity_sign, envelope, gateway_sign, task_sign, trigger

BESIDE = 110.0  # widest text beside an event, gateway or data object
SIGN = 6.5  # half the width of a sign in an activity

Drawing = tuple[str, str, Label | None]  # class names, what is drawn, text beside the shape


def draw_shape(shape: Placed) -> tuple[str, Label | None]:
    """One <g class="bpmn-shape …"> and the text that stands beside it, if any."""
    css, body, label = _painter(shape.element.tag, shape)(shape)
    return element("g", f"shape {css} {shape.mark}", body), label


def _painter(tag: str, shape: Placed) -> Callable[[Placed], Drawing]:
    if tag == "participant":
        return _choreography_band if shape.shape.band else _pool
    families: list[tuple[frozenset[str], Callable[[Placed], Drawing]]] = [
        (ACTIVITIES, _activity),
        (EVENTS, _event),
        (GATEWAYS, _gateway),
        (DATA_OBJECTS, _data_object),
        (DATA_STORES, _data_store),
        (CHOREOGRAPHIES, _choreography),
        (CONVERSATIONS, _conversation),
        (frozenset({"lane"}), _lane),
        (frozenset({"group"}), _group),
        (frozenset({"textAnnotation"}), _annotation),
        (frozenset({"message"}), _message),
    ]
    return next((painter for tags, painter in families if tag in tags), _unknown)


def _beside(shape: Placed) -> Label | None:
    """The text of a shape too small to hold it: where the file says, else below."""
    if not shape.text:
        return None
    if shape.label is None:
        lines = wrap(shape.text, BESIDE)
        below = shape.box.bottom + 4 + LINE * len(lines) / 2
        return centred(lines, Point(shape.box.centre.x, below), css="halo")
    return within(shape.label, shape.text, above=shape.label.centre.y < shape.box.y)


def within(box: Bounds, text: str, *, above: bool = False) -> Label:
    """Text where a file gives a box for it. Our letters may be wider than the tool's: text that
    would need more lines than the box has room for, or leave a letter alone on the last one, gets a
    quarter more width. What is still higher grows downwards, or upwards from a box `above` its shape."""
    longest = max((text_width(word) for word in text.split()), default=0.0)
    width = max(box.width + 3, min(longest + 1, box.width * 1.6), 40.0)
    lines = wrap(text, width)
    if LINE * (len(lines) - 0.5) > box.height or (len(lines) > 1 and len(lines[-1]) < 3):
        lines = wrap(text, width * 1.25)
    over = max(0.0, LINE * len(lines) - box.height) / 2
    middle = box.centre.y - over if above else box.centre.y + over
    return centred(lines, Point(box.centre.x, middle), css="halo")


# Activities ----------------------------------------------------------------------------------


def _activity(shape: Placed) -> Drawing:
    thick = " thick" if shape.element.tag == "callActivity" else ""
    dotted = " dotted" if shape.element.says("triggeredByEvent") else ""
    body = rect(f"box{thick}{dotted}", shape.box, 8)
    if shape.element.tag == "transaction":
        body += rect("line", shape.box.inset(3), 6)
    kind = task_sign(shape.called or shape.element.tag, _corner(shape.box), SIGN)
    signs = _bottom_signs(shape)
    text = _title(shape) if shape.expanded else _inside(shape, bool(kind), bool(signs))
    return "activity expanded" if shape.expanded else "activity", body + kind + signs + text, None


def _corner(box: Bounds) -> Point:
    return Point(box.x + SIGN + 5, box.y + SIGN + 4)


def _bottom_signs(shape: Placed) -> str:
    tag, task = shape.element.tag, shape.element
    kinds = [task.loop] if task.loop else []
    kinds += ["compensation"] if task.says("isForCompensation") else []
    kinds += ["ad-hoc"] if tag == "adHocSubProcess" else []
    opens = tag in ("subProcess", "adHocSubProcess", "transaction", "subChoreography")
    calls = tag in ("callActivity", "callChoreography") and not shape.called.startswith("global")
    kinds += ["collapsed"] if (opens or calls) and not shape.expanded else []
    middle, bottom = shape.box.centre.x, shape.box.bottom - SIGN - 3
    step = 2 * (SIGN + 2)
    left = middle - (len(kinds) - 1) * step / 2
    return "".join(
        activity_sign(kind, Point(left + place * step, bottom), SIGN - 0.5)
        for place, kind in enumerate(kinds)
    )


def _inside(shape: Placed, has_kind: bool, has_signs: bool) -> str:
    """A task's text: in the middle, clear of the signs, cut where the box is full."""
    box = shape.box.inset(4)
    floor = box.bottom - (2 * SIGN + 2 if has_signs else 0)
    lines = wrap(shape.text, box.width, max(1, int((floor - box.y) / LINE)))
    height = LINE * len(lines)
    top = min(box.centre.y - height / 2, floor - height)
    # The type sign sits in the left corner: a wide first line moves below it while there is room.
    if has_kind and lines and text_width(lines[0]) / 2 > box.width / 2 - 2 * SIGN - 4:
        top = max(top, min(shape.box.y + 2 * SIGN + 6, floor - height))
    return _said(shape, centred(lines, Point(box.centre.x, top + height / 2)), lines)


def _title(shape: Placed) -> str:
    """The text of an open sub-process: where the file says, else along its upper side."""
    if shape.label is None:
        lines = wrap(shape.text, shape.box.width - 12, 2)
        return centred(lines, Point(shape.box.centre.x, shape.box.y + 6 + LINE * len(lines) / 2)).svg
    label = within(shape.label, shape.text)
    outside = max(0.0, shape.box.x + 5 - label.box.x)
    if outside and label.box.width < shape.box.width:
        moved = Bounds(shape.label.x + outside, shape.label.y, shape.label.width, shape.label.height)
        label = within(moved, shape.text)
    return label.svg


def _said(shape: Placed, label: Label, lines: list[str]) -> str:
    """The text, with the whole of it as a title where it had to be cut."""
    cut = lines and lines[-1].endswith("…") and not shape.text.endswith("…")
    return label.svg + (element("title", "", words(shape.text)) if cut else "")


def _choreography(shape: Placed) -> Drawing:
    thick = " thick" if shape.element.tag == "callChoreography" else ""
    body = rect(f"box{thick}", shape.box, 8) + _bottom_signs(shape)
    return "activity", body + (_title(shape) if shape.expanded else _inside(shape, False, False)), None


def _choreography_band(shape: Placed) -> Drawing:
    starts = not shape.shape.band.endswith("non_initiating")
    lines = wrap(shape.text, shape.box.width - 6, 2)
    body = rect("box" if starts else "box shaded", shape.box) + centred(lines, shape.box.centre).svg
    if shape.shape.message_visible:
        above = shape.shape.band.startswith("top")
        place = Point(shape.box.centre.x, shape.box.y - 22 if above else shape.box.bottom + 22)
        body += envelope(place, 24, not starts)
    return "band", body, None


def _conversation(shape: Placed) -> Drawing:
    box, fifth = shape.box, shape.box.width / 5
    left, right, middle = box.x + fifth, box.right - fifth, box.centre.y
    corners = [Point(box.x, middle), Point(left, box.y), Point(right, box.y)]
    corners += [Point(box.right, middle), Point(right, box.bottom), Point(left, box.bottom)]
    thick = " thick" if shape.element.tag == "callConversation" else ""
    signs = ""
    if shape.element.tag == "subConversation":
        signs = activity_sign("collapsed", Point(box.centre.x, box.bottom - 8), 5)
    return "conversation", polygon(f"box{thick}", corners) + signs, _beside(shape)


# Events and gateways -------------------------------------------------------------------------


def _event(shape: Placed) -> Drawing:
    event, middle = shape.element, shape.box.centre
    radius = min(shape.box.width, shape.box.height) / 2
    side = {"startEvent": "start", "endEvent": "end"}.get(event.tag, "between")
    stays = not event.says("cancelActivity" if event.tag == "boundaryEvent" else "isInterrupting", True)
    dashed = " dashed" if stays and side != "end" else ""
    body = circle(f"box{dashed}{' thick' if side == 'end' else ''}", middle, radius)
    if side == "between":
        body += circle(f"line{dashed}", middle, radius * 0.8)
    filled = event.tag in THROWING
    return f"event {side}", body + trigger(_kind(shape), middle, radius * 0.9, filled), _beside(shape)


def _kind(shape: Placed) -> str:
    triggers = shape.element.triggers
    if len(triggers) < 2:
        return "".join(triggers)
    return "parallelMultiple" if shape.element.says("parallelMultiple") else "multiple"


def _gateway(shape: Placed) -> Drawing:
    box, gateway = shape.box, shape.element
    middle, half = box.centre, min(box.width, box.height) / 2
    corners = [Point(middle.x, box.y), Point(box.right, middle.y)]
    corners += [Point(middle.x, box.bottom), Point(box.x, middle.y)]
    sign = gateway_sign(
        gateway.tag,
        middle,
        half,
        marked=shape.shape.marker_visible,
        starts=gateway.says("instantiate"),
        all_of=gateway.attributes.get("eventGatewayType") == "Parallel",
    )
    return "gateway", polygon("box", corners) + sign, _beside(shape)


# Pools, lanes, groups ------------------------------------------------------------------------


def _pool(shape: Placed) -> Drawing:
    body = rect("box", shape.box)
    sign = ""
    if shape.element.loop:
        sign = activity_sign(shape.element.loop, Point(shape.box.centre.x, shape.box.bottom - 10), 6)
    if shape.empty and _label_is_free(shape):
        lines = wrap(shape.text, shape.box.width - 12, 3)
        return "pool", body + centred(lines, shape.box.centre).svg + sign, None
    return "pool", body + polyline("line", _band_line(shape)) + _band_text(shape) + sign, None


def _label_is_free(shape: Placed) -> bool:
    """Whether the file leaves the place of the name open, or puts it outside of the strip."""
    return shape.label is None or not _band_box(shape).holds(shape.label.centre)


def _band_box(shape: Placed) -> Bounds:
    box = shape.box
    if shape.horizontal:
        return Bounds(box.x, box.y, shape.band, box.height)
    return Bounds(box.x, box.y, box.width, shape.band)


def _band_line(shape: Placed) -> list[Point]:
    band = _band_box(shape)
    if shape.horizontal:
        return [Point(band.right, band.y), Point(band.right, band.bottom)]
    return [Point(band.x, band.bottom), Point(band.right, band.bottom)]


def _band_text(shape: Placed) -> str:
    """The name in its strip: read from bottom to top beside a horizontal pool or lane."""
    band = _band_box(shape)
    length, depth = (band.height, band.width) if shape.horizontal else (band.width, band.height)
    lines = wrap(shape.text, length - 8, max(1, int(depth / LINE)))
    return _said(shape, centred(lines, band.centre, turned=shape.horizontal, css="strong"), lines)


def _lane(shape: Placed) -> Drawing:
    return "lane", rect("line", shape.box) + _band_text(shape), None


def _group(shape: Placed) -> Drawing:
    if not shape.text:
        label = None
    elif shape.label:
        label = within(shape.label, shape.text, above=True)
    else:
        lines = wrap(shape.text, shape.box.width)
        above = shape.box.y - 4 - LINE * len(lines) / 2
        label = centred(lines, Point(shape.box.centre.x, above), css="halo")
    return "group", rect("line", shape.box, 8), label


# Data and notes ------------------------------------------------------------------------------


def _data_object(shape: Placed) -> Drawing:
    box = shape.box
    fold = min(box.width, box.height) * 0.28
    ear = Point(box.right - fold, box.y + fold)
    sheet = [Point(box.x, box.y), Point(ear.x, box.y), Point(box.right, ear.y)]
    sheet += [Point(box.right, box.bottom), Point(box.x, box.bottom)]
    body = polygon("box", sheet) + polyline("line", [Point(ear.x, box.y), ear, Point(box.right, ear.y)])
    tag, data = shape.element.tag, shape.element
    if tag in ("dataInput", "dataOutput"):
        arrow = Point(box.x + fold * 0.9, box.y + fold * 0.8)
        body += path("solid" if tag == "dataOutput" else "sign", SHAPES["link"], arrow, fold * 0.9)
    if data.says("isCollection"):
        body += activity_sign("parallel", Point(box.centre.x, box.bottom - 7), 5)
    return "data", body, _beside(shape)


def _data_store(shape: Placed) -> Drawing:
    box, half = shape.box, shape.box.width / 2
    bend = min(box.height * 0.16, 8.0)
    pull = bend * 4 / 3  # a curve reaches three quarters of the way to its handles
    low = box.height - 2 * bend
    lid = f"M {-half} 0 C {-half} {-pull} {half} {-pull} {half} 0"
    can = f"{lid} L {half} {low} C {half} {low + pull} {-half} {low + pull} {-half} {low} Z"
    rim = f"M {-half} 0 C {-half} {pull} {half} {pull} {half} 0"
    body = path("box", can, Point(box.centre.x, box.y + bend))
    for row in range(3):
        body += path("line", rim, Point(box.centre.x, box.y + bend + 4 * row))
    return "data", body, _beside(shape)


def _annotation(shape: Placed) -> Drawing:
    box = shape.box
    arm = min(10.0, box.width / 2)
    bracket = [Point(box.x + arm, box.y), Point(box.x, box.y)]
    bracket += [Point(box.x, box.bottom), Point(box.x + arm, box.bottom)]
    lines = wrap(shape.text, max(box.width - 10, 40.0), 20)
    top = max(box.y + 2, box.centre.y - LINE * len(lines) / 2)
    text = hanging(lines, box.x + 6, top) if lines else None
    return "note", polyline("line", bracket), text


def _message(shape: Placed) -> Drawing:
    size = min(shape.box.width, shape.box.height * 1.4)
    return "message", envelope(shape.box.centre, size, False), _beside(shape)


def _unknown(shape: Placed) -> Drawing:
    lines = wrap(shape.text, shape.box.width - 6, max(1, int(shape.box.height / LINE)))
    return "unknown", rect("box", shape.box, 2) + centred(lines, shape.box.centre).svg, None
