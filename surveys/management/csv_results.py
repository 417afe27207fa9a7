"""What the three commands share: they read a file, refuse bad rows unless told otherwise, and print JSON or CSV."""

import csv
import json
from pathlib import Path

from django.core.management.base import CommandError

from surveys.tables import Bad, Unreadable


def add_file_arguments(parser, *, required):
    """The options that say which file is computed, and how bad rows are met."""
    parser.add_argument("--csv-in", type=Path, required=required, metavar="FILE", help="the file to compute")
    parser.add_argument("--json", action="store_true", help="print JSON (what is printed without a choice)")
    parser.add_argument(
        "--skip-bad",
        action="store_true",
        help="leave out rows that cannot be used; without it nothing is computed from a file that has some",
    )


def read_with(read, path, *, skip_bad, stderr):
    """What ``read`` finds in the file. Raises CommandError for an unreadable one, and for bad rows not skipped."""
    try:
        found = read(path)
    except Unreadable as error:
        raise CommandError(f"{path.name}: {error}") from error
    if found.bad and not skip_bad:
        raise CommandError("\n".join([_counted(found.bad, "cannot be used"), *map(str, found.bad)]))
    if found.bad:
        stderr.write("\n".join([_counted(found.bad, "left out"), *map(str, found.bad)]))
    return found


def as_json(thing) -> str:
    return json.dumps(thing, ensure_ascii=False, indent=2, allow_nan=False)


def write_csv(rows: list[dict], handle) -> None:
    """A table with the keys as header; an interval becomes two columns, a text that a sheet would compute is quoted."""
    flat = [_flat(row) for row in rows]
    writer = csv.DictWriter(handle, list(flat[0]) if flat else ["item"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)


def _flat(row):
    flat = {}
    for name, value in row.items():
        if name.endswith("interval"):
            flat[f"{name}_low"], flat[f"{name}_high"] = value or (None, None)
        else:
            flat[name] = (
                f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
            )
    return flat


def _counted(bad: list[Bad], what):
    return f"1 row {what}." if len(bad) == 1 else f"{len(bad)} rows {what}."
