"""Finds room for labels: none over another, over a dot or over a corner's name. Geometry only."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product

Box = tuple[float, float, float, float]  # left, top, right, bottom

DOT = 9.5
DISTANCES = (13, 20, 28, 40, 56, 76, 100, 128)
_SLANTS = ((0.7, -0.7), (0.7, 0.7), (0.95, -0.35), (0.95, 0.35), (0.35, -0.95), (0.35, 0.95))
DIRECTIONS = ((1, 0), (-1, 0), (0, -1), (0, 1), *_SLANTS, *((-dx, dy) for dx, dy in _SLANTS))
CROSSES_BAR = 16  # pixels of distance that a crossed interval line is worth
CROSSES_MARK = 60
ROUNDS = 4
NOWHERE = 900.0
KEPT = 100  # pictures whose labels this process need not place again


def overlap(one: Box, other: Box, pad: float = 2.0) -> bool:
    return (
        one[0] < other[2] + pad
        and other[0] < one[2] + pad
        and one[1] < other[3] + pad
        and other[1] < one[3] + pad
    )


def nearest(point: tuple[float, float], box: Box) -> tuple[float, float]:
    """The point of the box that is closest."""
    return min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3])


def place(
    anchors: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    bounds: Box,
    bars: Iterable[Box] = (),
    taken: Iterable[Box] = (),
) -> Sequence[Box | None]:
    """A box for each label beside its dot, None where none fits; the first anchors matter most.

    Each label takes the cheapest free box in turn, several times over and in several orders; the cheapest whole
    wins. Distance costs, and so does crossing interval lines (``bars``), other dots or their leaders. What was placed
    is remembered: a published picture is looked at many times.
    """
    return _placed(tuple(anchors), tuple(sizes), bounds, tuple(bars), tuple(taken))


@lru_cache(maxsize=KEPT)
def _placed(anchors, sizes, bounds, bars, taken):
    dots = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in anchors]
    options = [
        _options(k, anchor, size, bounds, bars, taken, dots)
        for k, (anchor, size) in enumerate(zip(anchors, sizes, strict=True))
    ]
    numbers = range(len(anchors))
    orders = [
        list(numbers),
        sorted(numbers, key=lambda k: len(options[k])),
        sorted(numbers, key=lambda k: anchors[k][0]),
        sorted(numbers, key=lambda k: anchors[k][1]),
    ]
    return tuple(min((_run(order, anchors, options) for order in orders), key=lambda run: run[0])[1])


def _options(own, anchor, size, bounds, bars, taken, dots):
    """[(cost, box)] that overlap nothing fixed, cheapest first."""
    found = {}
    for distance, (dx, dy) in product(DISTANCES, DIRECTIONS):
        box = _box(anchor, size, dx, dy, distance)
        outside = box[0] < bounds[0] or box[1] < bounds[1] or box[2] > bounds[2] or box[3] > bounds[3]
        if outside or any(overlap(box, fixed, 1) for fixed in (*dots, *taken)):
            continue
        crossed = sum(_runs_through(anchor, box, dot) for k, dot in enumerate(dots) if k != own)
        cost = distance + CROSSES_BAR * sum(overlap(box, bar, 0) for bar in bars) + CROSSES_MARK * crossed
        found.setdefault(box, cost)
    return sorted((cost, box) for box, cost in found.items())


def _box(anchor, size, dx, dy, distance):
    x, y = anchor[0] + dx * distance, anchor[1] + dy * distance
    left = x if dx > 0.1 else x - size[0] if dx < -0.1 else x - size[0] / 2
    top = y - size[1] / 2 if abs(dy) < 0.4 else y - size[1] if dy < 0 else y
    return left, top, left + size[0], top + size[1]


def _run(order, anchors, options):
    boxes, costs = [None] * len(anchors), [NOWHERE] * len(anchors)
    for _ in range(ROUNDS):
        for k in order:
            costs[k], boxes[k] = _cheapest(k, anchors, options[k], boxes)
    return sum(costs), boxes


def _cheapest(own, anchors, options, boxes):
    others = [(k, box) for k, box in enumerate(boxes) if box and k != own]
    best = (NOWHERE, None)
    for cost, box in options:
        if cost >= best[0]:
            break
        if any(overlap(box, other) for _, other in others):
            continue
        cost += CROSSES_MARK * sum(
            _runs_through(anchors[own], box, other) + _runs_through(anchors[k], other, box)
            for k, other in others
        )
        if cost < best[0]:
            best = (cost, box)
    return best


def _runs_through(point, box, other):
    """Whether the leader from a dot to its label crosses another box."""
    (x, y), (end_x, end_y) = point, nearest(point, box)
    left, top, right, bottom = other
    if max(x, end_x) <= left or min(x, end_x) >= right or max(y, end_y) <= top or min(y, end_y) >= bottom:
        return False  # most are nowhere near
    across, down = (end_x - x) / 8, (end_y - y) / 8
    return any(left < x + across * k < right and top < y + down * k < bottom for k in range(1, 8))
