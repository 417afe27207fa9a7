"""The command says what it did, and fails only when nothing could be loaded."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from content import terms
from content.management.reporting import in_tenths
from tests.content.manifest_folder import row, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _terms(db):
    terms.load(lambda name: apps.get_model("content", name))


def said(folder, capsys):
    call_command("load_corpus", folder, verbosity=0)
    return capsys.readouterr().out.splitlines()


def test_it_prints_counts_and_reasons(tmp_path, capsys):
    write(tmp_path, [row(tmp_path), row(tmp_path, "formats/a.md"), row(tmp_path, "formats/b.md")])

    assert said(tmp_path, capsys) == [
        "1 new, 0 updated, 0 unchanged, 2 skipped.",
        "Skipped (not below artefacts/): formats/a.md, formats/b.md",
    ]
    assert said(tmp_path, capsys)[0] == "0 new, 0 updated, 1 unchanged, 2 skipped."


def test_in_a_log_a_line_follows_each_tenth(tmp_path, capsys):
    write(tmp_path, [row(tmp_path)])

    call_command("load_corpus", tmp_path)
    many, few = [], []
    passed = [*in_tenths(range(128), write=many.append)], [*in_tenths(range(3), write=few.append)]

    assert capsys.readouterr().out.splitlines()[0] == "1 of 1 artefacts done."
    assert passed == ([*range(128)], [0, 1, 2])
    assert (len(many), many[0], many[-1]) == (10, "13 of 128 artefacts done.", "128 of 128 artefacts done.")
    assert few == [f"{n} of 3 artefacts done." for n in (1, 2, 3)]


def test_a_long_list_of_names_is_cut(tmp_path, capsys):
    rows = [row(tmp_path, f"formats/{number}.md") for number in range(70)]
    write(tmp_path, [row(tmp_path), *rows])

    assert said(tmp_path, capsys)[1].endswith("formats/59.md and 10 more")


def test_a_folder_without_a_manifest_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="There is no MANIFEST"):
        call_command("load_corpus", tmp_path)


def test_nothing_to_load_is_an_error(tmp_path):
    write(tmp_path, [row(tmp_path, "formats/a.md")])

    with pytest.raises(CommandError, match="Nothing could be loaded"):
        call_command("load_corpus", tmp_path)
