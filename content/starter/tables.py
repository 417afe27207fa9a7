"""Read the data tables beside these modules, write tables as CSV that spreadsheet programs open rightly."""

import csv
import tomllib
from pathlib import Path

DATA = Path(__file__).parent / "data"


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of ``data/<name>.csv`` by column name."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_records(*names: str) -> list[dict]:
    """The ``[[record]]`` tables of ``data/<name>.toml``, file after file."""
    return [
        record
        for name in names
        for record in tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["record"]
    ]


def read_guide(name: str) -> list[tuple[str, list[str]]]:
    """The headings and lines that tell how to use the artefact of that module."""
    guides = tomllib.loads((DATA / "how_to.toml").read_text(encoding="utf-8"))
    return [(part["heading"], part["lines"]) for part in guides[name]]


def write_table(path: Path, labels: list[str], rows: list[list]) -> None:
    """A CSV file in UTF-8 with a byte order mark, without which Excel shows broken accents and dashes."""
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\r\n")
        writer.writerow(labels)
        writer.writerows(rows)
