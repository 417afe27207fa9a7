"""Writes a made-up community as a folder in one of the usual formats, with its ``dataset.toml``."""

from collections.abc import Iterable
from pathlib import Path

from ratings.synthetic import Community, community, friendships, with_rings

LAYOUTS = ("tabs", "commas", "spaces", "floats")
# What each kind is for: the small set of the tests (one ring), a matrix of 100,000 ratings of things, reviewers with
# rings, and members who trust one another.
KINDS = {"community": "commas", "movies": "tabs", "reviewers": "spaces", "trust": "floats"}


def make(like: str, folder: Path, *, seed: int) -> Community:
    """Make a community of a kind and write it in the layout such data usually have; about 10 s for the large."""
    trust: list[tuple[str, str]] = []
    if like == "movies":
        made = community(943, 1682, 100_000, seed=seed)
    elif like == "reviewers":
        made = with_rings(
            community(1500, 4000, 14_000, seed=seed, pull=2.0), 30, size=20, shelf=10, seed=seed
        )
    elif like == "trust":
        made, trust = community(1400, 4000, 50_000, seed=seed), friendships(1400, 20_000, seed=seed)
    else:
        made = with_rings(community(200, 80, 3000, seed=seed), 1, size=12, shelf=10, seed=seed)
    write(made, folder, layout=KINDS[like], trust=trust)
    return made


def write(
    made: Community, folder: Path, *, layout: str = "tabs", trust: Iterable[tuple[str, str]] = ()
) -> None:
    """Ratings as ``layout`` says, and labels, groups and trust edges where the community has them.

    tabs: rater target stars time, as MovieLens has it; commas: the same with a header; spaces: without time;
    floats: columns of 1.0000000e+00 in the order rater, target, something else, stars, something else, time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    named = {"ratings": "ratings.txt", "scale": [1, 5]}
    if layout == "floats":
        named["columns"] = [1, 2, 4, 6]
    _lines(folder / "ratings.txt", _ratings(made, layout))
    if made.fraud:
        named |= {"labels": "labels.txt", "fraud": 1}
        _lines(folder / "labels.txt", (f"{one} {int(guilty)}" for one, guilty in made.fraud.items()))
    if made.groups:
        named["groups"] = "groups.txt"
        _lines(
            folder / "groups.txt", (f"{one}\t{group}" for one, all_ in made.groups.items() for group in all_)
        )
    edges = list(trust) or [(giver, taker) for giver, taker, _ in made.gave]
    if edges:
        named["trust"] = "trust.txt"
        _lines(folder / "trust.txt", (f"{giver} {taker} 1" for giver, taker in edges))
    _lines(folder / "dataset.toml", (f"{key} = {_toml(value)}" for key, value in named.items()))


def _ratings(made: Community, layout: str) -> Iterable[str]:
    if layout == "commas":
        yield "source,target,rating,time"
    for rater, target, stars, time in made.ratings:
        if layout == "floats":
            yield "  ".join(f"{float(value):.7e}" for value in (rater, target, 1, stars, 0, time))
        elif layout == "spaces":
            yield f"{rater} {target} {stars}"
        else:
            yield ("," if layout == "commas" else "\t").join(map(str, (rater, target, stars, time)))


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
