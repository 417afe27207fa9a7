"""Needs for the charts' tests."""

from surveys.charts import Point
from surveys.gaps import Quadrant

NEEDS = [
    ("Showing the value of problem management", 4.4, 1.9),
    ("Asset and configuration data you can trust", 4.3, 2.3),
    ("Agreeing on priorities with the business", 4.5, 2.6),
    ("Keeping a service catalogue up to date", 4.1, 2.2),
    ("Automating standard changes", 4.0, 2.4),
    ("Measuring experience, not only response time", 3.9, 2.3),
    ("Handing over from projects to operations", 4.1, 2.5),
    ("Writing knowledge articles people find", 4.2, 2.7),
    ("Reviewing major incidents without blame", 4.3, 2.9),
    ("Working with suppliers on incidents", 3.8, 2.5),
    ("Onboarding new service desk staff", 3.6, 3.1),
    ("Reporting monthly figures", 3.1, 3.5),
    ("Logging and sorting incidents", 3.7, 4.2),
    ("Writing service level agreements", 3.2, 3.9),
    ("Running a change advisory board", 2.9, 3.7),
]


def points(needs=NEEDS):
    """As they are plotted: near the cross-hairs undecided, upper left to be worked on."""
    cross_coverage = sum(coverage for _, _, coverage in needs) / len(needs)
    cross_importance = sum(importance for _, importance, _ in needs) / len(needs)
    return [
        Point(
            place,
            label,
            importance,
            (max(1, importance - 0.15), min(5, importance + 0.15)),
            coverage,
            (max(1, coverage - 0.15), min(5, coverage + 0.15)),
            _quadrant(importance - cross_importance, coverage - cross_coverage),
        )
        for place, (label, importance, coverage) in enumerate(needs, 1)
    ], (cross_coverage, cross_importance)


def _quadrant(up, right):
    if abs(up) < 0.15 or abs(right) < 0.15:
        return Quadrant.UNDECIDED
    if up > 0:
        return Quadrant.KEEP_IT_UP if right > 0 else Quadrant.WORK_ON_THIS
    return Quadrant.GOOD_ENOUGH if right > 0 else Quadrant.WATCH
