"""PDF files: the first pages as pictures, the text of all."""

import time
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from content.files.outcome import DAMAGED, ENCRYPTED, Found, Part, Unfit
from content.files.pictures import save
from content.files.text import MAX_TEXT_BYTES, count, tidy

MAX_PICTURES = 12
WIDTH = 900  # pixels
MAX_HEIGHT = 2400  # pixels; a page may be a metre of screenshot
MAX_PAGES = 2000  # whose text is read
MAX_PAGE_TEXT = 5000  # characters shown beside a picture
READING_SECONDS = 3.5  # of processor time since the start; the limit of the child is 10
DRAWING_SECONDS = 7.5  # since the start, after which the rest stays text

Page = dict[str, Any]


def inspect(path: Path, out: Path) -> Found:
    """Write up to 12 pages as `page-N.webp` into `out`; return them and the text of each page."""
    started = time.process_time()
    document = _open(path)
    total = len(document)
    texts = _texts(document, total, started + READING_SECONDS)
    pages = _pages(document, texts, out, started + DRAWING_SECONDS)
    parts: list[Part] = [[f"page {number}", text] for number, text in enumerate(texts, start=1)]
    facts = [count(total, "page")]
    if len(pages) < total:
        facts.append(f"{len(pages)} of them shown here")
    preview = {"form": "pages", "pages": pages, "total": total}
    return Found(parts=parts, facts=facts, preview=preview, pictures=[page["picture"] for page in pages])


def _open(path: Path) -> Any:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise Unfit(ENCRYPTED if locked else DAMAGED) from error
    if len(document) == 0:
        raise Unfit(DAMAGED, "The PDF has no pages.")
    return document


def _texts(document: Any, total: int, until: float) -> list[str]:
    texts: list[str] = []
    room = MAX_TEXT_BYTES
    for number in range(min(total, MAX_PAGES)):
        if room <= 0 or time.process_time() > until:
            break
        texts.append(_text(document, number))
        room -= len(texts[-1])
    return texts


def _text(document: Any, number: int) -> str:
    """A page that cannot be read is left out, not the document."""
    try:
        return tidy(document[number].get_textpage().get_text_bounded())
    except pdfium.PdfiumError:
        return ""


def _pages(document: Any, texts: list[str], out: Path, until: float) -> list[Page]:
    pages: list[Page] = []
    for number in range(min(len(document), MAX_PICTURES)):
        if time.process_time() > until:
            break
        try:
            text = texts[number] if number < len(texts) else ""
            pages.append(_page(document[number], number + 1, text, out))
        except pdfium.PdfiumError:
            continue
    return pages


def _page(page: Any, number: int, text: str, out: Path) -> Page:
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(WIDTH / width, MAX_HEIGHT / height)
    name = f"page-{number}.webp"
    image = page.render(scale=scale, may_draw_forms=False).to_pil()
    shown = save(image, out / name, MAX_HEIGHT)
    return {"picture": name, "width": shown[0], "height": shown[1], "text": text[:MAX_PAGE_TEXT]}
