"""Reads a folder with a MANIFEST.csv: which files make which artefact, and what of it cannot be taken.

Plain Python. Nothing in a manifest is believed: each row is checked against the file it names, and what is
wrong becomes a sentence.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from django.utils.text import slugify

from content.files.kinds import HEAD_BYTES, early_refusal
from content.files.text import line

NAME = "MANIFEST.csv"
MAX_MANIFEST = 20 * 1024 * 1024
LONGEST_FIELD = 131_072
LIBRARY = "artefacts/"
NEEDED = (
    "file",
    "title",
    "kind",
    "source_repo",
    "source_path",
    "author",
    "licence",
    "sha256",
    "bytes",
    "source_commit",
    "language",
    "artefact",
)
OPTIONAL = ("itil_practice", "tags", "summary")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SHA256 = re.compile("[0-9a-f]{64}")
_REPO = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+", re.ASCII)
_COMMIT = re.compile("[0-9a-f]{7,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
# What a title says of the form of one file and not of the work.
_FORM = re.compile(r"\s*\((?:(?:image|pdf|word|complete)(?:,\s*)?)+\)$", re.IGNORECASE)


class Unreadable(Exception):
    """A manifest of which nothing can be used; the text says why."""


class BadRow(Exception):
    """A row that is not taken; the text says why."""


@dataclass(frozen=True)
class Row:
    """One file of the manifest, checked; ``path`` lies inside the folder."""

    path: Path
    file: str
    title: str
    kind: str
    practice: str
    author: str
    licence: str
    sha256: str
    repo: str
    url: str
    language: str
    tags: tuple[str, ...]
    summary: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.file).name


@dataclass
class Group:
    """The rows of one artefact; with ``problems`` it is not taken as a whole."""

    key: str
    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return slugify(self.key)[:100]

    @property
    def title(self) -> str:
        return _FORM.sub("", self.rows[0].title)

    @property
    def files(self) -> list[Row]:
        """The rows with pictures last: the document that a picture shows comes before it."""
        return sorted(self.rows, key=lambda row: row.path.suffix.lower() in (".png", ".jpg", ".jpeg"))


@dataclass(frozen=True)
class Skipped:
    """What was not taken, and why."""

    what: str
    why: str


@dataclass
class Manifest:
    groups: list[Group]
    skipped: list[Skipped]


def read(folder: Path) -> Manifest:
    """Every artefact of the folder with its rows, in the order of the manifest. Raises Unreadable."""
    root = folder.resolve()
    groups: dict[str, Group] = {}
    skipped: list[Skipped] = []
    seen: set[str] = set()
    for number, raw in _records(root / NAME):
        if isinstance(raw, str):
            skipped.append(Skipped(f"line {number}", raw))
        elif not raw["file"].startswith(LIBRARY):
            skipped.append(Skipped(_shown(raw["file"]) or f"line {number}", f"not below {LIBRARY}"))
        else:
            _sort_in(root, raw, groups, skipped, seen)
    return Manifest([group for group in groups.values() if not group.problems], skipped + _refused(groups))


def _sort_in(
    root: Path, raw: dict[str, str], groups: dict[str, Group], skipped: list[Skipped], seen: set[str]
) -> None:
    try:
        key = _key(raw)
    except BadRow as error:
        skipped.append(Skipped(_shown(raw["file"]), str(error)))
        return
    group = groups.setdefault(key, Group(key))
    try:
        group.rows.append(_row(root, raw, seen))
    except BadRow as error:
        group.problems.append(f"{_shown(raw['file'])}: {error}")


def _refused(groups: dict[str, Group]) -> list[Skipped]:
    return [Skipped(_shown(group.key), problem) for group in groups.values() for problem in group.problems]


def _records(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    """(line, record) pairs; where a line is no record, the sentence that says so."""
    # The limit is the whole process's, and readers of uploads set another.
    csv.field_size_limit(LONGEST_FIELD)
    # Old Mac line ends are understood too.
    reader = csv.reader(io.StringIO(_text(path), newline=None))
    try:
        header = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as error:
        raise Unreadable(f"{NAME} cannot be read as a table: {error}.") from error
    if missing := [name for name in NEEDED if name not in header]:
        raise Unreadable(f"{NAME} has no column {', '.join(missing)}.")
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, f"cannot be read as a table row: {error}"
            continue
        if any(values):
            yield reader.line_num, _record(header, values)


def _record(header: list[str], values: list[str]) -> dict[str, str] | str:
    if len(values) != len(header):
        return f"has {len(values)} columns instead of {len(header)}"
    record = dict.fromkeys(OPTIONAL, "") | dict(zip(header, (value.strip() for value in values), strict=True))
    for name, value in record.items():
        if _UNSTORABLE.search(value):
            return f"holds characters in {_shown(name)} that no text has, or is not UTF-8"
    return record


def _text(path: Path) -> str:
    """The manifest decoded; what is not UTF-8 stays marked as lone surrogates and spoils only its own row."""
    try:
        if path.stat().st_size > MAX_MANIFEST:
            raise Unreadable(f"{NAME} is larger than {MAX_MANIFEST // 1024 // 1024} MB.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"There is no {NAME} in {path.parent}.") from None
    except OSError as error:
        raise Unreadable(f"{NAME} cannot be read: {error.strerror}.") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="surrogateescape")


def _key(raw: dict[str, str]) -> str:
    if not slugify(raw["artefact"]):
        raise BadRow("the column artefact has no name that could be an address")
    return raw["artefact"]


def _row(root: Path, raw: dict[str, str], seen: set[str]) -> Row:
    if raw["file"] in seen:
        raise BadRow("listed twice")
    seen.add(raw["file"])
    language = raw["language"] or "en"
    if not _LANGUAGE.fullmatch(language):
        raise BadRow(f"the language {_shown(language)!r} is not a BCP 47 tag")
    return Row(
        path=_checked_path(root, raw),
        file=raw["file"],
        title=_line(raw, "title", 200),
        kind=raw["kind"],
        practice=raw["itil_practice"],
        author=_line(raw, "author", 200),
        licence=raw["licence"],
        sha256=raw["sha256"].lower(),
        repo=raw["source_repo"],
        url=_source_url(raw),
        language=language,
        tags=tuple(line(tag, 100) for tag in raw["tags"].split("|") if tag.strip()),
        summary=line(raw["summary"], MAX_MANIFEST),
    )


def _line(raw: dict[str, str], column: str, limit: int) -> str:
    text = line(raw[column], MAX_MANIFEST)
    if not text:
        raise BadRow(f"the {column} is empty")
    if len(text) > limit:
        raise BadRow(f"the {column} is longer than {limit} characters")
    return text


def _checked_path(root: Path, raw: dict[str, str]) -> Path:
    """The file, once its place, size, hash and first bytes are what the row promises."""
    path = _inside(root, raw["file"])
    try:
        size = path.stat().st_size
        if not raw["bytes"].isascii() or not raw["bytes"].isdecimal() or size != int(raw["bytes"][:20]):
            raise BadRow(f"has {size} bytes, the manifest says {_shown(raw['bytes'])}")
        with path.open("rb") as source:
            if refusal := early_refusal(path.name, size, source.read(HEAD_BYTES)):
                raise BadRow(refusal)
            source.seek(0)
            sha256 = hashlib.file_digest(source, "sha256").hexdigest()
    except OSError as error:
        raise BadRow(f"cannot be read: {error.strerror}") from error
    if not _SHA256.fullmatch(raw["sha256"].lower()) or sha256 != raw["sha256"].lower():
        raise BadRow("its SHA-256 is not the one in the manifest")
    return path


def _inside(root: Path, name: str) -> Path:
    """Where a name leads, links followed: only plain files inside the folder."""
    if "\\" in name or ".." in PurePosixPath(name).parts:
        raise BadRow("the path leads out of the folder")
    try:
        path = (root / name).resolve(strict=True)
    except FileNotFoundError:
        raise BadRow("there is no such file") from None
    except (OSError, RuntimeError) as error:
        raise BadRow(f"cannot be found: {getattr(error, 'strerror', None) or error}") from error
    if not path.is_relative_to(root):
        raise BadRow("a link leads out of the folder")
    if not path.is_file():
        raise BadRow("not a plain file")
    return path


def _source_url(raw: dict[str, str]) -> str:
    """The page of the original at the commit it was taken from (corpus README, rule 2)."""
    if not _REPO.fullmatch(raw["source_repo"]) or not _COMMIT.fullmatch(raw["source_commit"]):
        raise BadRow("source_repo and source_commit do not say where it comes from")
    path = raw["source_path"].lstrip("/")
    if not path or ".." in PurePosixPath(path).parts:
        raise BadRow("source_path does not say where it comes from")
    return f"https://github.com/{raw['source_repo']}/blob/{raw['source_commit']}/{quote(path)}"


def _shown(raw: str) -> str:
    """A value of the manifest, fit for a terminal."""
    return line(raw, 80)
