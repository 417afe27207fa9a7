"""Survey charts as SVG text: no script, no style attribute, every colour a class of surveys.css.

A chart stands above the table with its values; it has a title and a description, and no sign in colour alone.
"""

from surveys.charts.bars import Bar, Step, Supplied, funnel, ranked_bars, supply_bars
from surveys.charts.grids import HeatRow, heat_map
from surveys.charts.pairs import PairRow, dumbbell, span
from surveys.charts.quadrant import Point, quadrant

__all__ = [
    "Bar",
    "HeatRow",
    "PairRow",
    "Point",
    "Step",
    "Supplied",
    "dumbbell",
    "funnel",
    "heat_map",
    "quadrant",
    "ranked_bars",
    "span",
    "supply_bars",
]
