"""Text as it leaves a file: readable, storable, bounded."""

import re
import unicodedata
from collections.abc import Iterable
from string import ascii_uppercase

from content.files.outcome import REFUSED, Part, Unfit

NOT_TEXT = "This is not a text file: it holds characters that no text has."
MAX_TEXT_BYTES = 1_000_000  # all searchable text of one file

# Control characters (PostgreSQL refuses NUL), lone surrogates, noncharacters, and the marks
# that reorder what stands around them: a file must not rearrange the page that shows it.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[ \t\u00a0]+")
_BLANK_LINES = re.compile(r"\n\s*\n+")


def without_unwanted(raw: str) -> str:
    """Return `raw` without control characters (but tab and LF), surrogates and reordering marks."""
    return _UNWANTED.sub("", raw)


def clean(raw: str) -> str:
    """Return `raw` without characters that cannot be stored or shown; line breaks become LF."""
    return without_unwanted(_BREAKS.sub("\n", raw).replace("\t", " "))


def tidy(raw: str) -> str:
    """Clean a passage for reading: single spaces, at most one blank line in a row."""
    lines = _SPACES.sub(" ", clean(raw)).split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


def line(raw: str, limit: int = 1000) -> str:
    """Clean a passage into one line of at most `limit` characters, an ellipsis where cut."""
    flat = " ".join(clean(raw).split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def count(number: int, one: str, many: str = "") -> str:
    """Say a number with its noun: "1 sheet", "1,204 rows"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def letters(number: int) -> list[str]:
    """Name the first columns of a sheet, at most 26: A, B, C."""
    return list(ascii_uppercase[:number])


def words_in(parts: Iterable[Part]) -> int:
    """Count the words of all parts, as separated by white space."""
    return sum(len(text.split()) for _, text in parts)


def capped(parts: Iterable[Part], limit: int = MAX_TEXT_BYTES) -> tuple[list[Part], bool]:
    """Return the parts that have text, cut at `limit` bytes of UTF-8, and whether it was cut."""
    kept: list[Part] = []
    left = limit
    for where, raw in parts:
        text = tidy(raw)
        if not text:
            continue
        data = text.encode()
        if len(data) > left:
            rest = data[:left].decode(errors="ignore").rstrip()
            return ([*kept, [line(where, 200), rest]] if rest else kept), True
        kept.append([line(where, 200), text])
        left -= len(data)
    return kept, False


def decode(data: bytes) -> str:
    """Return the text of a plain-text file: a byte-order mark, else UTF-8, else Windows-1252.

    Raises `Unfit` for bytes that are not text: NUL, or more control characters than text has.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            break
    else:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if not is_text(text):
        raise Unfit(REFUSED, NOT_TEXT)
    return text


def is_text(text: str) -> bool:
    """Tell whether decoded text holds no NUL and almost no other control characters."""
    if "\x00" in text:
        return False
    odd = sum(1 for mark in _UNWANTED.findall(text) if unicodedata.category(mark) == "Cc")
    return odd <= len(text) // 100
