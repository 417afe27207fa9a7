"""Markdown and CSV: files that are nothing but text."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from content import markdown
from content.files.outcome import DAMAGED, Found, Part, Unfit
from content.files.text import MAX_TEXT_BYTES, count, decode, letters, line

MAX_ROWS = 20
MAX_COLUMNS = 12
MAX_CELL = 500
MAX_FIELD = 1_000_000
DELIMITERS = ",;\t|"


def inspect_markdown(path: Path, _out: Path) -> Found:
    """Return the text and the rendered, sanitised page of a Markdown file."""
    source = markdown.without_front_matter(decode(path.read_bytes()))
    text = markdown.plain_text(source)
    facts = [count(len(text.split()), "word")]
    if len(source) > markdown.MAX_SOURCE:
        facts.append(f"Only the first {markdown.MAX_SOURCE:,} characters are read")
    return Found(parts=[["", text]], facts=facts, preview={"form": "html", "html": markdown.render(source)})


def inspect_csv(path: Path, _out: Path) -> Found:
    """Return the text of a CSV file and its first 20 rows by 12 columns."""
    source = decode(path.read_bytes())
    delimiter = sniff(source)
    rows: list[list[str]] = []
    texts: list[str] = []
    total = width = 0
    room = MAX_TEXT_BYTES
    for row in _rows(source, delimiter):
        total, width = total + 1, max(width, len(row))
        if total <= MAX_ROWS:
            rows.append([line(cell, MAX_CELL) for cell in row[:MAX_COLUMNS]])
        if room > 0:
            texts.append(" | ".join(filter(None, map(str.strip, row))))
            room -= len(texts[-1].encode(errors="replace"))
    parts: list[Part] = [["", "\n".join(texts)]]
    columns = letters(min(width, MAX_COLUMNS))
    sheet = {
        "name": "Table",
        "columns": columns,
        "rows": [row + [""] * (len(columns) - len(row)) for row in rows],
        "total_rows": total,
        "total_columns": width,
        "hidden": False,
    }
    facts = [count(total, "row"), count(width, "column")]
    return Found(parts=parts, facts=facts, preview={"form": "sheets", "sheets": [sheet]})


def _rows(source: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_FIELD)
    try:
        for row in csv.reader(io.StringIO(source, newline=""), delimiter=delimiter):
            if any(map(str.strip, row)):
                yield row
    except csv.Error as error:
        raise Unfit(DAMAGED) from error


def sniff(source: str) -> str:
    """Return the delimiter under which most of the first 50 rows have the same number of cells.

    `csv.Sniffer` is not used: its patterns take quadratic time on quotes.
    """
    head = source[:100_000]
    return max(DELIMITERS, key=lambda mark: _agreement(head, mark))


def _agreement(head: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(row) for row in islice(_rows(head, delimiter), 50))
    except Unfit:
        return 0, 0
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return (times, width) if width > 1 else (0, 0)
