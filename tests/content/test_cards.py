"""Cards are drawn once, look the same when they come from memory, and are drawn anew when they change."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.safestring import mark_safe

from content import cards
from content.models import Artefact
from tests import factories

pytestmark = pytest.mark.django_db


def drawn(**snippets):
    return cards.render(list(Artefact.objects.for_cards().order_by("pk")), **snippets)


@pytest.mark.parametrize("rows", [1, 3])
def test_cards_cost_one_query_for_the_rows_and_one_for_all_that_are_new(rows, django_assert_num_queries):
    for _ in range(rows):
        factories.artefact(practices=[factories.practice()])

    with django_assert_num_queries(2):
        drawn()
    with django_assert_num_queries(1):
        drawn()


def test_a_card_from_memory_is_the_card_that_was_drawn():
    factories.artefact(title="Charter", practices=[factories.practice()])

    assert drawn().markup == drawn().markup


def test_a_card_names_the_first_two_practices_in_their_order():
    labels = ["Change enablement", "Incident management", "Problem management"]
    practices = [factories.practice(f"p{at}", label=label, order=at) for at, label in enumerate(labels)]
    factories.artefact(practices=practices[::-1])

    html = drawn()[0].html

    assert "<span>Change enablement</span><span>Incident management</span>" in html
    assert "Problem management" not in html


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"downloads": 1234}, "<strong>1,234</strong> downloads"),
        ({"team_count": 2}, "<strong>2</strong> teams used it"),
        ({"team_count": 1, "evidence": "once"}, "<span>Used once</span><span><strong>0</strong> downloads"),
        (
            {"team_count": 9, "evidence": "widely"},
            "Widely adapted</span><span><strong>9</strong> teams used it",
        ),
        ({"rating_count": 1}, "1 rating<"),
    ],
)
def test_a_figure_that_changes_is_drawn_anew(change, words):
    factories.artefact()
    drawn()

    Artefact.objects.update(**change)

    assert words in drawn()[0].html


def test_another_title_is_drawn_once_the_stamp_moves():
    factories.artefact(title="Charter")
    drawn()

    Artefact.objects.update(title="Statute", changed_at=timezone.now() + timedelta(seconds=1))

    assert "Statute" in drawn()[0].html


def test_a_snippet_stands_in_the_place_of_the_summary():
    artefact = factories.artefact(summary="Says what it is.")

    found = drawn(snippets={artefact.pk: mark_safe('<p class="snippet">found</p>')})

    assert '<p class="snippet">found</p>' in found[0].html
    assert "Says what it is." not in found[0].html


def test_what_a_person_typed_is_escaped():
    factories.artefact(title="<b>", summary="<i>")

    html = drawn().markup

    assert "&lt;b&gt;" in html
    assert '<p class="snippet">&lt;i&gt;</p>' in html


def test_markup_is_the_items_of_a_list():
    for _ in range(2):
        factories.artefact()

    found = drawn()

    assert found.markup == "".join(f'<li class="ticket">{card.html}</li>' for card in found)
