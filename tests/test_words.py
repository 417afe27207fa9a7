"""Our words for others' pages and forms: what is compiled is what is written, and they still say what we replace."""

import ast
import gettext
import re
from datetime import UTC, datetime
from pathlib import Path

import allauth
import django.forms
import pytest
from django.conf import settings
from django.utils.formats import localize

CATALOGUE = Path(settings.BASE_DIR) / "back2itsm/locale/en_GB/LC_MESSAGES/django.po"


def written():
    """[(msgid, msgstr)] of the catalogue's singular entries."""
    entries = re.findall(r"^msgid ((?:\".*\"\s)+)msgstr ((?:\".*\"\s)+)", CATALOGUE.read_text("utf-8"), re.M)
    texts = [tuple("".join(map(ast.literal_eval, part.splitlines())) for part in entry) for entry in entries]
    return texts[1:]


def test_the_compiled_catalogue_is_the_written_one():
    with CATALOGUE.with_suffix(".mo").open("rb") as handle:
        compiled = gettext.GNUTranslations(handle)

    assert [(said, compiled.gettext(said)) for said, _ in written()] == written()


def test_each_replaced_text_is_still_said():
    folder, forms = Path(allauth.__file__).parent, Path(django.forms.__file__).parent
    places = [path for kind in ("*.py", "*.html", "*.txt") for path in folder.rglob(kind)]
    sources = [path.read_text("utf-8") for path in (*places, *forms.glob("*.py"))]
    said = re.sub(r"\s+", " ", re.sub(r"\{\{ ?(\w+) ?\}\}", r"%(\1)s", " ".join(sources)))
    said += re.sub(r'" "', "", said)  # a sentence may stand on two lines

    gone = [text for text, _ in written() if re.sub(r"\s+", " ", text) not in said]
    assert gone == []


def test_times_are_written_in_one_form_everywhere():
    own = re.compile(r'\|(?:date|time):"[^"]*[GgHhPfis]')  # of the letters that stand for parts of a time
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")

    at = datetime(2026, 1, 2, 15, 4, tzinfo=UTC)
    assert (localize(at), localize(at.time())) == ("2 Jan 2026 15:04", "15:04")
    assert [path.name for path in templates if own.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("word", ["please", "successfully", "!"])
def test_our_words_hold_to_the_house_style(word):
    assert [ours for _, ours in written() if word in ours.lower()] == []
