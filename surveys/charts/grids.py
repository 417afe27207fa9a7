"""The heat map: needs down, groups across, a figure in every cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.charts import svg
from surveys.charts.bars import NAMES, ROW, WIDTH

HEAD = 62
HEAD_LINES = 3
NAMES_BESIDE = ((10, 180), (6, 264), (0, NAMES))  # from so many groups on, the room for the words on the left
LEVELS = (0.5, 1.0, 1.5, 2.0)  # gaps from which the next darker shade is used


@dataclass(frozen=True)
class HeatRow:
    """A need and its gap in each group; None where the group is too small to be shown."""

    label: str
    values: Sequence[float | None]


def heat_map(
    rows: Sequence[HeatRow], groups: Sequence[str], title: str, description: str, uid: str = "heat"
) -> SafeString:
    """Shaded by the size of the gap; the figure stands in the cell, so the shade says nothing new."""
    names = next(room for least, room in NAMES_BESIDE if len(groups) >= least)
    column = (WIDTH - names) / max(len(groups), 1)
    parts = []
    for place, group in enumerate(groups):
        for k, words in enumerate(svg.wrapped(group, room=column - 4)[:HEAD_LINES]):
            middle = names + (place + 0.5) * column
            parts.append(
                svg.text(svg.shortened(words, column - 4), middle, 16 + 16 * k, text_anchor="middle")
            )
    for number, row in enumerate(rows):
        top = HEAD + number * ROW
        label = svg.shortened(row.label, names - 14)
        parts.append(svg.text(label, names - 8, top + ROW / 2 + 4, text_anchor="end"))
        for place, value in enumerate(row.values):
            parts += _cell(value, names + place * column, top, column)
    return svg.picture(uid, title, description, (WIDTH, HEAD + len(rows) * ROW + 4), parts, "rows wide")


def level(value: float) -> int:
    """0 for the palest shade to 4 for the darkest."""
    return sum(value >= bound for bound in LEVELS)


def _cell(value, left, top, wide):
    shade = "heat none" if value is None else f"heat h{level(value)}"
    said = _("hidden") if value is None else svg.signed(value)
    yield svg.element("rect", class_=shade, x=left + 1, y=top + 1, width=wide - 2, height=ROW - 2)
    words = "t2" if value is None else None
    yield svg.text(said, left + wide / 2, top + ROW / 2 + 4, text_anchor="middle", class_=words)
