"""Compare the values stored in the workbooks with what LibreOffice makes of their formulas.

``python -m content.starter.recompute`` prints one line a workbook and fails on any difference.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring

from .generate import FOLDER

PROGRAMS = ("soffice", "localc", "libreoffice")
NO_PROGRAM = "not compared: no LibreOffice was found (" + ", ".join(PROGRAMS) + ")"
TOLERANCE = 1e-9
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# 0 = always: without it LibreOffice trusts the values stored by other programs and nothing is proven.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
Cells = dict[tuple[str, str], tuple[str, str | float | None]]


def program() -> str | None:
    """The path of LibreOffice on this machine, or None."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def recalculate(workbooks: Iterable[Path], into: Path) -> None:
    """Let LibreOffice open each workbook, recalculate it and save it under the same name in ``into``."""
    with tempfile.TemporaryDirectory() as profile:
        user = Path(profile) / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
        subprocess.run(
            [
                program(),
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                str(into),
                *map(str, workbooks),
            ],
            check=True,
            capture_output=True,
            timeout=300,
            env={**os.environ, "HOME": profile},
        )


def read_cells(workbook: Path) -> Cells:
    """(sheet name, address) -> (formula or "", raw value) for every cell that holds something."""
    with zipfile.ZipFile(workbook) as parts:
        shared = shared_strings(parts)
        return {
            (name, cell.get("r")): (cell.findtext(f"{MAIN}f") or "", raw_value(cell, shared))
            for name, part in sheet_parts(parts)
            for cell in fromstring(parts.read(part)).iter(f"{MAIN}c")
        }


def shared_strings(parts: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in parts.namelist():
        return []
    root = fromstring(parts.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in root.iter(f"{MAIN}si")]


def sheet_parts(parts: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(name, path inside the file) of each sheet."""
    links = {
        link.get("Id"): link.get("Target") for link in fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    }
    book = fromstring(parts.read("xl/workbook.xml"))
    return [
        (sheet.get("name"), "xl/" + re.sub(r"^/?(xl/)?", "", links[sheet.get(RELATION)]))
        for sheet in book.iter(f"{MAIN}sheet")
    ]


def raw_value(cell: ElementTree.Element, shared: list[str]) -> str | float | None:
    """Text, number or None; an empty text counts as None, as no reader can tell them apart."""
    text = cell.findtext(f"{MAIN}v")
    if not text:
        return None
    if cell.get("t") == "s":
        return shared[int(text)] or None
    if cell.get("t") in ("str", "e"):
        return text
    return float(text)


def same(stored, fresh) -> bool:
    """Equal, numbers within 1e-9."""
    if isinstance(stored, float) and isinstance(fresh, float):
        return abs(stored - fresh) <= TOLERANCE
    return stored == fresh


def differences(workbook: Path, fresh: Path) -> tuple[int, list[str]]:
    """How many formulas were compared, and one line for each whose stored value is wrong."""
    ours, theirs = read_cells(workbook), read_cells(fresh)
    wrong, count = [], 0
    for place, (formula, stored) in ours.items():
        _, again = theirs.get(place, ("", None))
        count += bool(formula)
        if formula and not same(stored, again):
            wrong.append(f"{workbook.name} {'!'.join(place)}: stored {stored!r}, recalculated {again!r}")
    return count, wrong


def main(folder: Path = FOLDER) -> int:
    """Print what was compared; 0 if all agrees or LibreOffice is missing, 1 on a difference."""
    if program() is None:
        print(NO_PROGRAM)
        return 0
    workbooks, wrong, total = sorted(folder.glob("*.xlsx")), [], 0
    with tempfile.TemporaryDirectory() as place:
        recalculate(workbooks, Path(place))
        for workbook in workbooks:
            count, faults = differences(workbook, Path(place) / workbook.name)
            print(f"{count:>6} formulas, {len(faults)} differences  {workbook.name}")
            total, wrong = total + count, wrong + faults
    print(*wrong, f"{total} formulas compared, {len(wrong)} differences", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
