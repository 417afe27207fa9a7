"""What a task found: figures beside those of the peers, bars met or missed, as a table and as JSON."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import ge, le


@dataclass(frozen=True)
class Bar:
    """A figure that must reach ``bar``: at most it, or at least it."""

    name: str
    value: float
    bar: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Rounded as it is printed: nobody misses a bar by what no table shows."""
        compare = ge if self.at_least else le
        return compare(round(self.value, 3), self.bar)


@dataclass
class Report:
    """``figures`` are the product's, ``peers`` has {peer: {figure: value}}; ``notes`` say what was left out."""

    task: str
    dataset: str
    figures: dict[str, float] = field(default_factory=dict)
    peers: dict[str, dict[str, float]] = field(default_factory=dict)
    bars: list[Bar] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def take(self, values: Mapping[str, float], *, at_most: Mapping[str, float] | None = None) -> None:
        """Add figures; ``at_most`` names their bars."""
        self.figures |= values
        self.bars += [Bar(name, values[name], bar) for name, bar in (at_most or {}).items()]

    def reach(self, name: str, value: float, bar: float) -> None:
        """Add a figure that must be at least ``bar``."""
        self.figures[name] = value
        self.bars.append(Bar(name, value, bar, at_least=True))

    @property
    def passed(self) -> bool:
        return all(bar.met for bar in self.bars)

    def as_json(self) -> dict:
        """What ``--json`` writes."""
        return {
            "task": self.task,
            "dataset": self.dataset,
            "figures": self.figures | {f"{peer}: {name}": value for peer, name, value in self._others()},
            "bars": [
                {"name": bar.name, "value": bar.value, "bar": bar.bar, "met": bar.met} for bar in self.bars
            ],
            "seconds": round(self.seconds, 2),
        }

    def table(self) -> Iterator[str]:
        """Lines of a table: a row a figure, a column a peer."""
        bars = {bar.name: bar for bar in self.bars}
        head = ["figure", "Back2ITSM", "bar", "", *self.peers]
        rows = [
            [
                name,
                _text(value),
                *_bar(bars.get(name)),
                *(_text(peer.get(name)) for peer in self.peers.values()),
            ]
            for name, value in self.figures.items()
        ]
        widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
        yield f"{self.task} on {self.dataset}, {self.seconds:.1f} s"
        for row in [head, *rows]:
            yield "  ".join(_aligned(row, widths)).rstrip()
        yield from self.notes

    def _others(self) -> Iterator[tuple[str, str, float]]:
        return ((peer, name, value) for peer, found in self.peers.items() for name, value in found.items())


def _aligned(row: list[str], widths: Iterable[int]) -> Iterator[str]:
    for column, (text, width) in enumerate(zip(row, widths, strict=True)):
        yield text.ljust(width) if column in (0, 3) else text.rjust(width)


def _bar(bar: Bar | None) -> tuple[str, str]:
    if bar is None:
        return "", ""
    return f"{'≥' if bar.at_least else '≤'} {bar.bar:g}", "met" if bar.met else "MISSED"


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
