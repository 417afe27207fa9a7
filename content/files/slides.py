"""PowerPoint files: what each slide says, and what its speaker is told to say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.oxml import parse_xml

from content.files.outcome import Found, Part
from content.files.text import count, line, tidy

MAX_SLIDES = 60
MAX_LINES = 60
MAX_GROUPS = 20  # groups within groups

_SMART_ART = "diagramData+xml"
_DRAWING_PARAGRAPH = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
_DRAWING_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"

Slide = dict[str, Any]


def inspect(path: Path, _out: Path) -> Found:
    """Return title, lines, tables and notes of each slide, at most 60 in the preview."""
    slides = list(Presentation(str(path)).slides)
    read = [_slide(number, slide) for number, slide in enumerate(slides, start=1)]
    hidden = sum(slide._element.get("show") in ("0", "false") for slide in slides)
    return Found(
        parts=[part for slide in read for part in _parts(slide)],
        facts=_facts(read, hidden),
        preview={"form": "slides", "slides": list(map(_shortened, read[:MAX_SLIDES])), "total": len(read)},
    )


def _slide(number: int, slide: Any) -> Slide:
    title = slide.shapes.title
    heading = line(title.text_frame.text, 300) if title is not None and title.has_text_frame else ""
    lines = [
        text
        for shape in _flat(slide.shapes, 0)
        if title is None or shape.shape_id != title.shape_id
        for text in map(line, _texts(shape, slide))
        if text
    ]
    return {"number": number, "title": heading, "lines": lines, "notes": _notes(slide)}


def _notes(slide: Any) -> str:
    if not slide.has_notes_slide:
        return ""
    frame = slide.notes_slide.notes_text_frame
    return tidy(frame.text) if frame is not None else ""


def _flat(shapes: Any, depth: int) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes") and depth < MAX_GROUPS:
            yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _texts(shape: Any, slide: Any) -> Iterator[str]:
    if getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield " | ".join(filter(None, (line(cell.text) for cell in row.cells)))
    elif getattr(shape, "has_chart", False):
        yield from _chart(shape)
    elif shape.has_text_frame:
        yield from shape.text_frame.text.splitlines()
    else:
        yield from _smart_art(shape, slide)


def _chart(shape: Any) -> Iterator[str]:
    """Title, series and categories. Charts have many forms; one we cannot read stays a picture."""
    try:
        chart = shape.chart
        if chart.has_title and chart.chart_title.has_text_frame:
            yield f"Chart: {chart.chart_title.text_frame.text}"
        for plot in chart.plots:
            yield ", ".join(str(series.name) for series in plot.series)
            yield ", ".join(str(category) for category in plot.categories)
    except (PythonPptxError, KeyError, ValueError, AttributeError, NotImplementedError):
        return


def _smart_art(shape: Any, slide: Any) -> Iterator[str]:
    related = shape._element.xpath(".//*[local-name()='relIds']/@*[local-name()='dm']")
    for key in related:
        part = slide.part.rels[key].target_part if key in slide.part.rels else None
        if part is None or not part.content_type.endswith(_SMART_ART):
            continue
        for paragraph in parse_xml(part.blob).iter(_DRAWING_PARAGRAPH):
            yield "".join(run.text or "" for run in paragraph.iter(_DRAWING_TEXT))


def _parts(slide: Slide) -> Iterator[Part]:
    where = f"slide {slide['number']}"
    yield [where, "\n".join(filter(None, [slide["title"], *slide["lines"]]))]
    yield [f"{where}, notes", slide["notes"]]


def _shortened(slide: Slide) -> Slide:
    return {**slide, "lines": slide["lines"][:MAX_LINES], "notes": slide["notes"][:4000]}


def _facts(slides: list[Slide], hidden: int) -> list[str]:
    facts = [count(len(slides), "slide")]
    noted = sum(bool(slide["notes"]) for slide in slides)
    facts += [f"{count(noted, 'slide')} with notes"] if noted else []
    return facts + ([count(hidden, "hidden slide")] if hidden else [])
