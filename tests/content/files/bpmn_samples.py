"""Small BPMN files for the tests, written as a modelling tool would."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:dd="http://www.omg.org/spec/DD/20100524/DI"'
)


def element(tag: str, identity: str, inside: str = "", **attributes: str) -> str:
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f'<{tag} id="{identity}"{written}>{inside}</{tag}>'


def shape(
    identity: str, x: object, y: object, width: object, height: object, more: str = "", label: str = ""
) -> str:
    return (
        f'<di:BPMNShape id="{identity}_di" bpmnElement="{identity}" {more}>'
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>{label}</di:BPMNShape>'
    )


def edge(identity: str, points: list[tuple[object, object]], more: str = "") -> str:
    way = "".join(f'<dd:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<di:BPMNEdge id="{identity}_di" bpmnElement="{identity}" {more}>{way}</di:BPMNEdge>'


def diagram(*drawn: str, name: str = "Main") -> str:
    plane = f"<di:BPMNPlane>{''.join(drawn)}</di:BPMNPlane>"
    return f"<di:BPMNDiagram name={quoteattr(name)}>{plane}</di:BPMNDiagram>"


def write(folder: Path, elements: str, *diagrams: str, name: str = "model.bpmn") -> Path:
    path = folder / name
    process = f'<process id="process" name="Handle a change">{elements}</process>'
    path.write_text(f"<definitions {NAMESPACES}>{process}{''.join(diagrams)}</definitions>", encoding="utf-8")
    return path


def one_shape(
    folder: Path,
    tag: str,
    inside: str = "",
    more: str = "",
    box: tuple[float, float] = (100, 80),
    **attributes: str,
) -> Path:
    """A file with a single shape."""
    attributes.setdefault("name", "Something")
    drawing = diagram(shape("it", 10, 10, *box, more=more))
    return write(folder, element(tag, "it", inside, **attributes), drawing)
