"""Telephone numbers in plain text: a plausible shape, and neither dates nor amounts nor identifiers.

Shapes: ITU-T E.164 with "+", national with a leading 0, North American 3-3-4, and whatever 7 to 15
digits follow a word such as "Tel.".
"""

import re
from collections.abc import Iterator

FEWEST, MOST = 7, 15  # digits, E.164
FEWEST_NATIONAL = 9  # without a word that says so: shorter ones are ISSN, article and ticket numbers

# One greedy run each, judged below: nothing here can go back and forth over a long text.
_GAPS = r"\d\u00a0 ()./-"
_PLUS = re.compile(rf"(?<![\w+.,=^-])\(?\+\(?[1-9][{_GAPS}]{{5,30}}")
_NATIONAL = re.compile(rf"(?<![\w+.,:;/=#%$€£-])\(?0[{_GAPS}]{{7,24}}(?![\w%:])")
_AMERICAN = re.compile(
    r"(?<![\w+.,/=-])(?:1[-. ])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-.])[2-9]\d\d[-.]\d{4}(?![\w-]|\.\d)"
)
_LABELLED = re.compile(
    r"(?i)\b(?:tel|tél|telephone|phone|telefon|fon|telefax|fax|mobile|mobil|handy|cell|hotline|whatsapp)\b"
    rf"(?: (?:no|number|nr))?[.:)\s]{{0,4}}(\(?\+?\d[{_GAPS}]{{5,24}})(?![\w%])"
)
_TOKEN = re.compile(r"\d+|[^\d]+")
_SEPARATOR = re.compile(
    r"[ \u00a0]|[./-]|[ \u00a0]?[-/][ \u00a0]?|[ \u00a0]?\(|\)[ \u00a0]?[-/]?|[ \u00a0]?\(0\)[ \u00a0]?|\)"
)
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d\d|\d{4})|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
)
_YEARS = re.compile(r"(?:19|20)\d\d[ \u00a0]?[-/][ \u00a0]?(?:19|20)\d\d")
_POSTCODE = re.compile(r"\d{5}-\d{4}")
_FRENCH = re.compile(r"0[1-9](?:[ \u00a0.-]\d\d){4}")
_OTHER_NUMBER = re.compile(
    r"(?i)(?:issn|isbn|doi|orcid|iban|id|no|nr|number|ref|article|ticket|serial|order)\W{0,4}$"
)


def phones(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each telephone number as written, and whether it is one for examples."""
    if not any(mark in text for mark in "0123456789"):
        return
    taken: list[tuple[int, int]] = []
    for start, number in _candidates(text):
        end = start + len(number)
        if number and not any(start < there and here < end for here, there in taken):
            taken.append((start, end))
            yield number, is_example(number)


def _candidates(text: str) -> Iterator[tuple[int, str]]:
    for match in _PLUS.finditer(text):
        number = _bounded(match.group())
        start = text.find(number, match.start())  # a bracket around it is no part of it
        if _is_international(number) and not text[start + len(number) :][:1].isalnum():
            yield start, number
    for match in _LABELLED.finditer(text):
        number = _bounded(match.group(1))
        if number and not _YEARS.fullmatch(number):
            yield match.start(1), number
    for match in _AMERICAN.finditer(text):
        yield match.start(), match.group()
    for match in _NATIONAL.finditer(text):
        number = _bounded(match.group())
        if _is_national(number) and not _OTHER_NUMBER.search(
            text[max(0, match.start() - 12) : match.start()]
        ):
            yield match.start(), number


def _bounded(run: str) -> str:
    """Cut a run of digits and separators after the last group that can belong to one number; "" if none does."""
    kept = digits = 0
    for token in _TOKEN.finditer(run):
        if token.group().isdigit():
            if digits + len(token.group()) > MOST:
                break
            digits += len(token.group())
            kept = token.end()
        elif kept and not _SEPARATOR.fullmatch(token.group()):
            break
    number = run[:kept]
    if number.count("(") > number.count(")"):
        number = number.lstrip("(")
    fits = digits >= FEWEST and number.count("(") == number.count(")") and not _DATE.search(number)
    return number if fits else ""


def _is_international(number: str) -> bool:
    digits = _digits(number)
    if digits.startswith("1"):
        return len(digits) == 11 and digits[1] in "23456789"
    return len(digits) >= 8


def _is_national(number: str) -> bool:
    if _FRENCH.fullmatch(number):
        return True
    groups = re.findall(r"\d+", number)
    digits = "".join(groups)
    if (
        _POSTCODE.fullmatch(number)
        or "." in number
        or len(groups) < 2
        or not FEWEST_NATIONAL <= len(digits) <= 13
    ):
        return False
    if digits[1:2] == "0":  # 00 dials out of the country
        return len(groups) > 2 and digits[2] in "123456789"
    table = len(groups) > 3 and all(len(group) <= 3 for group in groups) and len(set(map(len, groups))) == 1
    return 3 <= len(groups[0]) <= 6 and len(groups[-1]) > 1 and not table


def _digits(number: str) -> str:
    return "".join(mark for mark in number if mark.isdigit())


# Numbers kept free for stories: North America 555-01xx, the United Kingdom's Ofcom ranges.
_FICTION = re.compile(r"555010\d|55501\d\d|(?:44|0)1632960\d{3}|(?:44|0)7700900\d{3}|(?:44|0)2079460\d{3}")


def is_example(number: str) -> bool:
    """Tell whether a number is kept for examples or only shows the form of one."""
    digits = _digits(number)
    return (
        bool(_FICTION.search(digits))
        or "1234567" in digits
        or "123456" in digits[-7:]
        or len(set(digits)) < 4
    )
