import tomllib
from pathlib import Path

import pytest

from content.starter import generate

ROOT = Path(generate.__file__).parent
TAXONOMY = tomllib.loads((ROOT.parent / "data" / "taxonomy_1.toml").read_text(encoding="utf-8"))
ARTEFACTS = tomllib.loads((ROOT / "library.toml").read_text(encoding="utf-8"))["artefact"]
LENGTHS = {
    "slug": 120,
    "title": 200,
    "summary": 300,
    "made_for": 300,
    "in_use_since": 200,
    "you_need": 300,
    "works_best_when": 300,
    "leave_it_when": 300,
    "change_note": 300,
    "body": 200_000,
}
KEYS = {
    *LENGTHS,
    "kind",
    "practices",
    "frameworks",
    "audiences",
    "tags",
    "language",
    "licence",
    "origin",
    "made_for_size",
    "made_for_sector",
    "tool_neutral",
    "version",
    "files",
}
MAY_BE_EMPTY = {"made_for_size", "made_for_sector"}


def practice_slugs() -> set[str]:
    groups = TAXONOMY["practices"]["groups"].values()
    return {name.lower().replace(" ", "-") for group in groups for name in group}


@pytest.mark.parametrize("artefact", ARTEFACTS, ids=lambda artefact: artefact["slug"])
def test_an_artefact_says_all_that_is_needed_and_no_more(artefact):
    optional = {"measure"} if artefact["kind"] == "metric-definition" else set()
    empty = {name for name in KEYS - MAY_BE_EMPTY if artefact[name] in ("", [])}

    assert (set(artefact), empty) == (KEYS | optional, set())


@pytest.mark.parametrize("artefact", ARTEFACTS, ids=lambda artefact: artefact["slug"])
def test_no_text_is_longer_than_its_column(artefact):
    assert [name for name, most in LENGTHS.items() if len(artefact[name]) > most] == []


@pytest.mark.parametrize("artefact", ARTEFACTS, ids=lambda artefact: artefact["slug"])
def test_terms_are_those_of_the_taxonomy(artefact):
    unknown = {
        *({artefact["kind"]} - set(TAXONOMY["kinds"])),
        *(set(artefact["practices"]) - practice_slugs()),
        *(set(artefact["frameworks"]) - set(TAXONOMY["frameworks"])),
        *(set(artefact["audiences"]) - set(TAXONOMY["audiences"])),
        *({artefact["licence"]} - {licence["spdx"] for licence in TAXONOMY["licences"]}),
    }

    assert unknown == set()


def test_each_file_belongs_to_one_artefact():
    named = sorted(name for artefact in ARTEFACTS for name in artefact["files"])

    assert named == sorted(path.name for path in generate.FOLDER.iterdir())


def test_every_artefact_is_first_of_its_slug_and_in_house():
    facts = {(artefact["origin"], artefact["licence"], artefact["version"]) for artefact in ARTEFACTS}

    slugs = {artefact["slug"] for artefact in ARTEFACTS}

    assert (len(slugs), facts) == (8, {("in-house", "CC-BY-4.0", "1.0")})
