"""A data set: ratings, and what else its folder has (labels, trust edges, groups), named by ``dataset.toml``.

ratings = "ratings.txt"     # rater target value [time]
columns = [1, 2, 3, 4]      # where these stand, counted from 1; a fourth may be missing
scale = [1, 5]              # without it: the smallest and the largest value found
labels = "labels.txt"       # id label
fraud = 1                   # the label that means fraud
label_seed = 1              # the node whose ratings made the labels
trust = "trust.txt"         # from to [weight]
groups = "groups.txt"       # target group (genres or practices)
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ratings.evaluation.rows import DatasetError, identity, number, rows

MANIFEST = "dataset.toml"
# What files are called where nothing names them.
USUAL = {
    "ratings": ("u.data", "*rating*", "*profile*", "*network*", "*sign*"),
    "labels": ("*label*", "*_gt*"),
    "trust": ("*trust*",),
}


class Rating(NamedTuple):
    """``value`` is as the file has it; ``time`` is 0 where the file has none."""

    rater: str
    target: str
    value: float
    time: float


@dataclass(frozen=True)
class Dataset:
    """One rating per rater and target: of several the latest counts."""

    name: str
    ratings: list[Rating]
    scale: tuple[float, float] = (1.0, 5.0)
    fraud: dict[str, bool] = field(default_factory=dict)
    label_seed: str | None = None
    trust: list[tuple[str, str, float]] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)

    def stars(self, value: float) -> float:
        """A value of this data set on the scale from 1 to 5."""
        low, high = self.scale
        return 1 + 4 * (value - low) / (high - low)

    @cached_property
    def starred(self) -> list[tuple[str, str, float]]:
        """(rater, target, stars from 1 to 5)."""
        return [(one.rater, one.target, self.stars(one.value)) for one in self.ratings]

    @cached_property
    def timed(self) -> bool:
        """Whether the file says when ratings were given."""
        return len({one.time for one in self.ratings[:1000]}) > 1


def read(folder: Path, *, columns: str = "") -> Dataset:
    """The data set in a folder; ``columns`` ("1,2,4,6") stands before what dataset.toml says.

    Raises DatasetError in words a person can act on.
    """
    if not folder.is_dir():
        raise DatasetError(f"There is no folder {folder}.")
    names = _names(folder)
    where = _columns(columns or names.get("columns") or [1, 2, 3, 4])
    if not names.get("ratings") and not names.get("trust"):
        raise DatasetError(f"{folder} has no {MANIFEST}, and no file whose name says that it holds ratings.")
    ratings = _ratings(folder / names["ratings"], where) if names.get("ratings") else []
    return Dataset(
        name=folder.resolve().name,
        ratings=ratings,
        scale=_scale(names.get("scale"), ratings),
        fraud=_labels(folder / names["labels"], names.get("fraud", 1)) if names.get("labels") else {},
        label_seed=identity(str(names["label_seed"])) if "label_seed" in names else None,
        trust=_edges(folder / names["trust"]) if names.get("trust") else [],
        groups=_groups(folder / names["groups"]) if names.get("groups") else {},
    )


def _names(folder: Path) -> dict:
    manifest = folder / MANIFEST
    if manifest.exists():
        try:
            return tomllib.loads(manifest.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DatasetError(f"{MANIFEST}: {error}") from error
    return {what: _find(folder, patterns) for what, patterns in USUAL.items()}


def _find(folder: Path, patterns: tuple[str, ...]) -> str | None:
    found = [path.name for pattern in patterns for path in sorted(folder.glob(pattern)) if path.is_file()]
    return found[0] if found else None


def _columns(wanted: str | list[int]) -> list[int]:
    try:
        numbers = [int(one) for one in (wanted.split(",") if isinstance(wanted, str) else wanted)]
    except ValueError:
        raise DatasetError(
            "Columns are numbers counted from 1: user,item,value,time, such as 1,2,4,6."
        ) from None
    if not 3 <= len(numbers) <= 4 or min(numbers) < 1:
        raise DatasetError("Name three or four columns, counted from 1: user,item,value,time.")
    return [one - 1 for one in numbers]


def _ratings(path: Path, columns: list[int]) -> list[Rating]:
    latest: dict[tuple[str, str], Rating] = {}
    for fields in rows(path, columns, number=2):
        rater, target = identity(fields[0]), identity(fields[1])
        time = number(fields[3], path) if len(fields) > 3 and fields[3] else 0.0
        rating = Rating(rater, target, number(fields[2], path), time)
        before = latest.get((rater, target))
        if before is None or rating.time >= before.time:
            latest[rater, target] = rating
    if not latest:
        raise DatasetError(f"{path.name} holds no ratings.")
    return list(latest.values())


def _scale(named: list | None, ratings: Iterable[Rating]) -> tuple[float, float]:
    values = [one.value for one in ratings] or [1.0, 5.0]
    low, high = named or (min(values), max(values))
    if not low < high:
        raise DatasetError("The scale needs two different ends: scale = [1, 5].")
    return float(low), float(high)


def _labels(path: Path, fraud: object) -> dict[str, bool]:
    wanted = identity(str(fraud))
    found = {identity(one): identity(label) for one, label in rows(path, [0, 1])}
    if found and wanted not in found.values():
        raise DatasetError(f"{path.name}: nobody has the label {wanted!r} that means fraud.")
    headless = {one: label for one, label in found.items() if one.lower() not in ("id", "user", "node")}
    return {one: label == wanted for one, label in headless.items()}


def _edges(path: Path) -> list[tuple[str, str, float]]:
    found = {}
    for giver, taker, weight in rows(path, [0, 1, 2]):
        value = number(weight, path) if weight and weight[0].isdigit() else 1.0
        found[identity(giver), identity(taker)] = value
    header = next(iter(found), None)
    if header and len(found) > 1 and _worded(header) and not _worded(list(found)[1]):
        del found[header]
    return [
        (giver, taker, weight) for (giver, taker), weight in found.items() if giver != taker and weight > 0
    ]


def _worded(edge: tuple[str, str]) -> bool:
    return not any(character.isdigit() for name in edge for character in name)


def _groups(path: Path) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for target, group in rows(path, [0, 1]):
        found[identity(target)].append(group)
    return dict(found)
