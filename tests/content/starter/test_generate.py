import re
import zipfile
from pathlib import Path

import pytest

from content.starter.generate import FOLDER, generate

MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("fresh"))


def contents(path: Path) -> dict[str, bytes]:
    """The parts of an office file or the whole of a plain one: compressors differ between machines."""
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as parts:
        return {part.filename: parts.read(part) for part in parts.infolist()}


def test_the_committed_files_are_those_that_are_generated(fresh):
    committed = sorted(path.name for path in FOLDER.iterdir())

    assert committed == sorted(path.name for path in fresh)


def test_each_committed_file_has_the_generated_contents(fresh):
    changed = [path.name for path in fresh if contents(path) != contents(FOLDER / path.name)]

    assert changed == []


def test_a_second_run_gives_the_same_bytes(fresh, tmp_path):
    again = {path.name: path.read_bytes() for path in generate(tmp_path)}

    assert again == {path.name: path.read_bytes() for path in fresh}


def test_no_file_is_larger_than_100_kb():
    large = [path.name for path in FOLDER.iterdir() if path.stat().st_size > MOST_BYTES]

    assert large == []


def test_office_files_carry_no_macros_links_or_moment_of_making(fresh):
    office = [path for path in fresh if zipfile.is_zipfile(path)]
    years, odd = set(), []

    for path in office:
        with zipfile.ZipFile(path) as parts:
            years |= {part.date_time[0] for part in parts.infolist()}
            odd += [name for name in parts.namelist() if "vba" in name.lower() or "externalLink" in name]

    assert (len(office), years, odd) == (7, {1980}, [])


def test_a_formula_that_comes_to_nothing_stores_an_empty_text():
    with zipfile.ZipFile(FOLDER / "change-risk-score.xlsx") as parts:
        form = parts.read("xl/worksheets/sheet4.xml")

    unknown = re.findall(rb'<c r="[A-Z]+\d+"(?: s="\d+")?><f>[^<]*</f><v></v>', form)

    assert (len(unknown), form.count(b' t="str"><f>')) == (0, 30 * 5)
