"""Rows of a text file in any of the usual shapes: commas, tabs, spaces, ``::``, ``;``, ``|``; with a header or not."""

from collections.abc import Iterator
from itertools import islice
from math import isfinite
from pathlib import Path

SEPARATORS = ("\t", "::", ",", ";", "|")
COMMENTS = ("#", "%")
PEEK = 5


class DatasetError(Exception):
    """A file of a data set cannot be read; the text says which line and why."""


def rows(path: Path, columns: list[int], *, number: int | None = None) -> Iterator[list[str]]:
    """The wanted columns (counted from 0) of each line; columns past a line's end come out empty.

    A first line whose column ``number`` is no number is a header. Empty lines and lines that begin with ``#``
    or ``%`` are left out. Raises DatasetError for a missing file and for a line without its first two columns.
    """
    with _open(path) as file:
        first = [line for line in islice(file, PEEK) if _counts(line)]
        separator = next((mark for mark in SEPARATORS if first and all(mark in line for line in first)), None)
        file.seek(0)
        seen = False
        for line_number, line in enumerate(file, 1):
            if not _counts(line):
                continue
            fields = [field.strip().strip('"') for field in line.strip("\n\r").split(separator)]
            found = [fields[column] if column < len(fields) else "" for column in columns]
            header = not seen and number is not None and not _is_number(found[number])
            seen = True
            if header:
                continue
            if not (found[0] and found[1]):
                raise DatasetError(f"{path.name}, line {line_number}: expected columns {_ordinals(columns)}.")
            yield found


def identity(text: str) -> str:
    """One spelling for an id: 1, +1, 1.0 and 1.0000000e+00 are the same member."""
    if not _is_number(text):
        return text
    value = float(text)
    return str(int(value)) if value.is_integer() else text


def number(text: str, path: Path) -> float:
    """The number written in a field; DatasetError where there is none."""
    if not _is_number(text):
        raise DatasetError(f"{path.name}: {text[:40]!r} is no number.")
    return float(text)


def _open(path: Path):
    try:
        return path.open(encoding="utf-8-sig", errors="replace", newline=None)
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}.") from error


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith(COMMENTS)


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _ordinals(columns: list[int]) -> str:
    return ", ".join(str(column + 1) for column in columns)
