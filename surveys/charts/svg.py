"""SVG as text: elements whose attributes and words are escaped, and how wide words are."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDE, THIN = frozenset("mwMW@%"), frozenset("iljtfrI.,:;'|!()[] ")
OTHER_FONTS = 1.12  # how much wider words may be before the font is loaded
SOFT_HYPHEN = "\u00ad"
FONT = 13  # px; .chart text in site.css
LINE = FONT * 1.2


def element(name: str, *children: str, **attributes: object) -> str:
    """``element("rect", x=1, class_="bar")``; numbers get one decimal, ``None`` leaves an attribute out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def text(words: object, x: float, y: float, **attributes: object) -> str:
    """Words at a place, escaped."""
    return element("text", escape(str(words)), x=x, y=y, **attributes)


def lines(said: Iterable[str], x: float, top: float, **attributes: object) -> str:
    """Words in lines below each other, escaped, the first one's foot at ``top``.

    A space parts each line from the one above for whoever reads or copies the text, but not after a hyphen. As it
    and the first letter have places of their own, it moves neither line.
    """
    spans, before = [], "-"
    for row, words in enumerate(said):
        gap, at = ("", number(x)) if before.endswith("-") else (" ", f"{number(x)} {number(x)}")
        spans.append(element("tspan", escape(gap + words), x=at, y=top + LINE * row))
        before = words
    return element("text", *spans, **attributes)


def line(path: str, css: str) -> str:
    return element("path", class_=css, d=path)


def picture(
    uid: str, title: str, description: str, size: tuple[float, float], parts: Iterable[str], css: str = ""
) -> SafeString:
    """The whole chart; ``uid`` is a word that no other chart of the page has."""
    head = [
        element("title", escape(title), id=f"{uid}-title"),
        element("desc", escape(description), id=f"{uid}-desc"),
    ]
    drawn = element(
        "svg",
        *head,
        *parts,
        viewBox=f"0 0 {size[0]:g} {size[1]:g}",
        role="img",
        aria_labelledby=f"{uid}-title {uid}-desc",
        class_=css or None,
    )
    return mark_safe(drawn)  # nosec B308 B703  every word and attribute went through escape


def number(value: float) -> str:
    """One decimal at most, as short as it goes: "12", "3.5"."""
    rounded = round(value, 1)
    return f"{rounded:.1f}".removesuffix(".0") if rounded else "0"


def signed(value: float) -> str:
    """+2.5, −0.4 (with a real minus), 0.0."""
    rounded = round(value, 1)
    return f"+{rounded:.1f}" if rounded > 0 else f"−{-rounded:.1f}" if rounded < 0 else "0.0"


def width(words: str, size: float = FONT) -> float:
    """Estimated on the safe side (about 5 % too wide) for Atkinson Hyperlegible Next."""
    units = sum(0.88 if c in WIDE else 0.33 if c in THIN else 0.68 if c.isupper() else 0.57 for c in words)
    return units * size


def shortened(words: str, room: float, size: float = FONT) -> str:
    """Cut at the end with an ellipsis where it could be wider than ``room``, in another font too."""
    size *= OTHER_FONTS
    if width(words, size) <= room:
        return words
    while words and width(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def wrapped(words: str, limit: int = 24, room: float | None = None) -> list[str]:
    """Lines of at most ``limit`` characters, or in ``room`` in any font, where words and soft hyphens allow it."""

    def fits(line: str) -> bool:
        return len(line) <= limit if room is None else width(line, FONT * OTHER_FONTS) <= room

    lines = [""]
    for word in words.split():
        first, _hyphen, rest = word.partition(SOFT_HYPHEN)
        parts = [f"{first}-", rest] if rest and not fits(first + rest) else [first + rest]
        for part in parts:
            if lines[-1] and not fits(f"{lines[-1]} {part}"):
                lines.append("")
            lines[-1] = f"{lines[-1]} {part}".strip()
    return lines


def _value(value):
    return number(value) if isinstance(value, float) else escape(str(value))
