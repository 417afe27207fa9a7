"""HTTP ranges (RFC 9110, section 14): which bytes of a file of a given size a request asks for."""

import re

_RANGE = re.compile(r"([0-9]*)-([0-9]*)", re.ASCII)
# More digits than any file has bytes; also keeps int() from working on thousands of digits.
DIGITS = 18


class NotSatisfiable(Exception):
    """The header is well formed, but no byte of the file is in its range."""


def parse(header: str, size: int) -> tuple[int, int] | None:
    """(first byte, number of bytes) of a single range, or None: then the whole file is the answer.

    None for several ranges, other units and whatever is malformed: all of these may be ignored. Raises
    NotSatisfiable for a range past the end and for a suffix of 0 bytes.
    """
    unit, found, ranges = header.partition("=")
    if not found or unit.strip().lower() != "bytes":
        return None
    wanted = [one.strip() for one in ranges.split(",") if one.strip()]
    match = _RANGE.fullmatch(wanted[0]) if len(wanted) == 1 else None
    if not match or match[0] == "-":
        return None
    return _suffix(match[2], size) if not match[1] else _from(match[1], match[2], size)


def _suffix(digits: str, size: int) -> tuple[int, int] | None:
    length = min(_number(digits), size)
    if _number(digits) == 0:
        raise NotSatisfiable
    # Of an empty file the last bytes are all of it, and no 206 can say so.
    return (size - length, length) if length else None


def _from(first_digits: str, last_digits: str, size: int) -> tuple[int, int] | None:
    first = _number(first_digits)
    last = _number(last_digits) if last_digits else first
    if last < first:
        return None
    if first >= size:
        raise NotSatisfiable
    end = min(last + 1, size) if last_digits else size
    return first, end - first


def _number(digits: str) -> int:
    digits = digits.lstrip("0")
    return int(digits or "0") if len(digits) <= DIGITS else 10**DIGITS
