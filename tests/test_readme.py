"""What the README says of the house is what the code does."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands

from content.enums import STATE_MOVES, STATUS_MOVES

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")


def table(heading):
    """{first cell: second cell} of the table whose head begins so."""
    lines = README.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", "\n".join(lines), re.M))


def in_words(moves):
    names = {"sent-back": "sent back"}
    order = [names.get(key, str(key)) for key in moves]
    return {
        names.get(before, str(before)): {names.get(to, str(to)) for to in after} or {"nothing"}
        for before, after in moves.items()
    }, order


@pytest.mark.parametrize(("heading", "moves"), [("artefact is", STATUS_MOVES), ("version is", STATE_MOVES)])
def test_the_tables_of_moves_are_those_of_the_code(heading, moves):
    expected, order = in_words(moves)

    written = {before: set(after.split(", ")) for before, after in table(heading).items()}

    assert (written, list(written)) == (expected, order)


def test_every_command_in_it_exists():
    named = set(re.findall(r"python manage\.py (\w+)", README))

    assert named - set(get_commands()) == set()
    assert named >= {"load_corpus", "load_starter", "make_library", "check_files", "worker", "nightly"}


def test_every_file_it_shows_exists():
    shown = re.findall(r"\]\(([\w./-]+)\)", README)

    assert [path for path in shown if not (settings.BASE_DIR / path).exists()] == []
    assert "docs/browse.png" in shown
