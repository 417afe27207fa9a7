"""Reads CSV files of answers and votes, strictly: what cannot be used is named with its line.

Plain Python. UTF-8 with or without a byte order mark, any line ends, commas, quoted fields. Nothing is guessed.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from surveys.gaps import Pair
from surveys.pairwise import Contest

MOST_BYTES = 200 * 1024 * 1024
LONGEST_FIELD = 131_072
LONGEST_SHOWN = 40

SCALE = {str(value): value for value in range(1, 6)}
NO_VALUE = frozenset({"", "DK", "NA"})
COVERAGE = frozenset({"satisfaction", "coverage"})
ANSWERS = ("respondent_id", "outcome_id", "importance")
COUNTS = ("item_a", "item_b", "wins_a", "wins_b")
VOTES = ("voter_id", "item_a", "item_b", "outcome")
OUTCOMES = ("a", "b", "tie", "")

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_COUNT = re.compile("[0-9]{1,12}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


class Unreadable(Exception):
    """A file of which nothing can be used; the text says why."""


class BadRow(Exception):
    """A row that cannot be used; the text says why."""


@dataclass(frozen=True)
class Bad:
    """A row that was not used."""

    line: int
    why: str

    def __str__(self):
        return f"Line {self.line}: {self.why}"


@dataclass
class Answers:
    """What an answer file holds: {respondent: {item: pair}}, everybody and everything named in it."""

    given: dict[str, dict[str, Pair]] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)
    bad: list[Bad] = field(default_factory=list)


@dataclass
class Votes:
    contest: Contest = field(default_factory=Contest)
    bad: list[Bad] = field(default_factory=list)


@dataclass
class Battery:
    """Columns of complete rows; ``incomplete`` rows with a blank are left out."""

    columns: dict[str, list[float]] = field(default_factory=dict)
    incomplete: int = 0
    bad: list[Bad] = field(default_factory=list)


def read_answers(path: Path) -> Answers:
    """One answer a row: respondent, item, importance, coverage (or satisfaction). Raises Unreadable."""
    header, records = opened(_text(path))
    last = [name for name in header if name in COVERAGE]
    _demand(header, (*ANSWERS, last[0] if last else "satisfaction"))
    found, seen = Answers(), {}

    def take(line, row):
        who, item = named(row, "respondent_id"), named(row, "outcome_id")
        pair = [on_scale(row, name) for name in ("importance", last[0])]
        if (first := seen.setdefault((who, item), line)) != line:
            raise BadRow(f"respondent {_cut(who)} answered item {_cut(item)} on line {first} already.")
        found.items.add(item)
        answers = found.given.setdefault(who, {})
        if None not in pair:
            answers[item] = (pair[0], pair[1])

    found.bad = take_all(header, records, take)
    return found


def read_votes(path: Path) -> Votes:
    """Either counts of wins for each pair or one vote a row. Raises Unreadable."""
    header, records = opened(_text(path))
    found = Votes()
    is_votes = "outcome" in header
    _demand(header, VOTES if is_votes else COUNTS)
    take = _vote_taker(found.contest) if is_votes else _count_taker(found.contest)
    found.bad = take_all(header, records, take)
    return found


def read_battery(path: Path) -> Battery:
    """One column an item, one row a respondent, numbers. Raises Unreadable."""
    header, records = opened(_text(path))
    if "" in header:
        raise Unreadable("Line 1: a column has no name.")
    found = Battery({name: [] for name in header})

    def take(line, row):
        if any(not value for value in row.values()):
            found.incomplete += 1
            return
        numbers = {name: as_number(name, value) for name, value in row.items()}
        for name, number in numbers.items():
            found.columns[name].append(number)

    found.bad = take_all(header, records, take)
    return found


def _vote_taker(contest):
    def take(line, row):
        named(row, "voter_id")
        one, other, outcome = named(row, "item_a"), named(row, "item_b"), row["outcome"]
        _check_different(one, other)
        if outcome not in OUTCOMES:
            raise BadRow(f'the outcome is "{_cut(outcome)}"; allowed are a, b, tie or nothing.')
        contest.items |= {one, other}
        if outcome == "tie":
            contest.add_tie(one, other)
        elif outcome:
            contest.add_wins(*((one, other) if outcome == "a" else (other, one)))

    return take


def _count_taker(contest):
    def take(line, row):
        one, other = named(row, "item_a"), named(row, "item_b")
        _check_different(one, other)
        wins_one, wins_other = _count(row, "wins_a"), _count(row, "wins_b")
        contest.add_wins(one, other, wins_one)
        contest.add_wins(other, one, wins_other)

    return take


def opened(text: str) -> tuple[list[str], Iterator[tuple[int, list[str] | str]]]:
    """The header's names, and (first line, fields or what is wrong) for every row that is not blank.

    Raises Unreadable.
    """
    records = _records(text)
    first = next(records, None)
    if first is None:
        raise Unreadable("The file is empty.")
    line, names = first
    if isinstance(names, str):
        raise Unreadable(f"Line {line}: {names}")
    header = [name.strip() for name in names]
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise Unreadable("The columns must be separated by commas.")
    if twice := next((name for name in header if header.count(name) > 1), None):
        raise Unreadable(f'Line {line}: the column "{_cut(twice)}" stands there twice.')
    return header, records


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Unreadable(f"The file is larger than {MOST_BYTES // 1024**2} MB.")
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"The file cannot be read: {error.strerror}.") from error
    return decoded(raw)


def decoded(raw: bytes) -> str:
    """The text of a file. Raises Unreadable."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unreadable(f"Line {line} is not UTF-8 text; save the file as UTF-8.") from error


def _records(text: str) -> Iterator[tuple[int, list[str] | str]]:
    csv.field_size_limit(LONGEST_FIELD)  # for the whole process: whatever another reader left
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"the quotes do not match or a field is too long ({error})."
            continue
        if "".join(fields).strip() or len(fields) > 1:
            yield line, fields


def take_all(
    header: Sequence[str],
    records: Iterator[tuple[int, list[str] | str]],
    take: Callable[[int, dict[str, str]], None],
) -> list[Bad]:
    """Hand every row to ``take``; what it refuses is answered with its line."""
    bad = []
    for line, fields in records:
        try:
            if isinstance(fields, str):
                raise BadRow(fields)
            if len(fields) != len(header):
                raise BadRow(f"it has {len(fields)} fields; the header has {len(header)}.")
            take(line, dict(zip(header, (value.strip() for value in fields), strict=True)))
        except BadRow as error:
            bad.append(Bad(line, str(error)))
    return bad


def _demand(header, wanted):
    missing = [name for name in wanted if name not in header]
    extra = [name for name in header if name not in wanted]
    if missing or extra:
        said = [f"missing: {', '.join(missing)}"] if missing else []
        said += [f"not known: {', '.join(_cut(name) or '(no name)' for name in extra)}"] if extra else []
        raise Unreadable(f"The header must be {','.join(wanted)} ({'; '.join(said)}).")


def named(row, name):
    value = row[name]
    if not value:
        raise BadRow(f"{name} is missing.")
    if _CONTROL.search(value):
        raise BadRow(f"{name} holds a character that is not text.")
    return value


def on_scale(row, name):
    """1 to 5, or None for no answer, don't know and does not apply."""
    value = row[name]
    if value in NO_VALUE:
        return None
    if value not in SCALE:
        raise BadRow(f'{name} is "{_cut(value)}"; allowed are 1 to 5, DK, NA or nothing.')
    return SCALE[value]


def _count(row, name):
    if not _COUNT.fullmatch(row[name]):
        raise BadRow(f'{name} is "{_cut(row[name])}"; it must be a whole number from 0 on.')
    return int(row[name])


def as_number(name, value):
    number = float(value) if _NUMBER.fullmatch(value) else math.nan
    if not math.isfinite(number):
        raise BadRow(f'{_cut(name)} is "{_cut(value)}"; it must be a number.')
    return number


def _check_different(one, other):
    if one == other:
        raise BadRow(f"an item cannot meet itself ({_cut(one)}).")


def _cut(text):
    """Fit to be printed: no control characters, not too long."""
    clean = _CONTROL.sub("?", text)
    return clean if len(clean) <= LONGEST_SHOWN else clean[: LONGEST_SHOWN - 1] + "…"
