"""Ratings and uses put work where lists find it, and say in which contexts it worked."""

import pytest
from django.http import QueryDict
from django.template.defaultfilters import floatformat
from django.test import Client

from content import browsing, facets
from content.models import Artefact, FacetEntry
from ratings import answering_reviews, batch, hiding, judging
from ratings.models import Rating, Tally
from ratings.transfer import line, staff
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(alice):
    made = [factories.artefact(alice, title=f"Plan {number}") for number in range(3)]
    facets.bulk_list([artefact.pk for artefact in made])
    return made


def listed(query):
    """(the titles of a list, what it offers under "Proof")"""
    result = browsing.find(browsing.State.from_query(QueryDict(query)), factories.member())
    offered = {group.param: [option.n for option in group.options] for group in result.facets}
    return [Artefact.objects.get(pk=artefact.pk).title for artefact in result.artefacts], {
        name: n for name, n in offered.items() if name in {"rated", "used"}
    }


def use(artefact, adoption="as-is", **said):
    return judging.report_use(
        artefact, by=factories.member("Team"), adoption=adoption, interest="none", **said
    )


def test_best_rated_and_proof_follow_each_rating_and_use(shelf):
    good, fair, _unrated = shelf
    for number in range(6):
        rate(good, overall=5, trust=1.0)
        rate(fair, overall=3, trust=1.0)
        use(fair, "changed" if number < 5 else "as-is")

    assert listed("sort=rated")[0] == ["Plan 0", "Plan 1", "Plan 2"]
    assert (listed("rated=4")[0], listed("used=3&rated=4")[0]) == (["Plan 0"], [])
    assert (listed("")[1], listed("used=3")[0]) == ({"rated": [1], "used": [1]}, ["Plan 1"])
    assert (Artefact.objects.get(pk=fair.pk).evidence, facets.recount(fix=False)) == ("widely", 0)

    for rating in Rating.objects.filter(artefact=good)[:4]:
        judging.withdraw(good, by=rating.by)

    assert (listed("rated=4")[0], facets.recount(fix=False)) == ([], 0)
    batch.recompute()
    assert facets.recount(fix=False) == 0


@pytest.mark.parametrize(("printed", "score"), [("4.0", 3.96), ("3.9", 3.94)])
def test_what_pages_print_as_four_is_found_as_four_or_higher(shelf, printed, score):
    assert floatformat(score, 1) == printed
    Artefact.objects.filter(pk=shelf[0].pk).update(score=score)
    facets.bulk_list([shelf[0].pk])

    assert listed("rated=4")[0] == (["Plan 0"] if printed == "4.0" else [])


def test_a_rating_that_changes_no_list_copies_the_rank_alone(shelf):
    plan = shelf[0]
    rate(plan, overall=3)

    entries = FacetEntry.objects.filter(artefact=plan)
    assert set(entries.values_list("low", flat=True)) == {Artefact.objects.get(pk=plan.pk).low} != {0.0}


def test_where_it_worked_is_told_and_found(shelf):
    plan = shelf[0]
    use(plan, size_band="50-249", sector="health", tool="Acme")
    use(plan, "changed", size_band="1000-4999", sector="retail", where="Two shops")
    use(plan, "ideas", size_band="250-999", sector="public", maturity="3")
    use(plan, "as-is")
    use(plan, "dropped", size_band="20000+", sector="it-services", where="24x7 outsourcer")

    page = Client().get(plan.get_absolute_url()).content.decode()

    assert "Worked in 4 of 5 contexts: 50 to 4,999 staff, 3 sectors; failed once: 24x7 outsourcer" in page
    assert "4 teams used it; in: Health and social care, Public administration, Retail and wholesale" in page
    assert Artefact.objects.get(pk=plan.pk).used_in == {
        "size": ["1000-4999", "250-999", "50-249"],
        "sector": ["health", "public", "retail"],
        "maturity": ["3"],
        "tool": ["Acme"],
    }


def told(artefact):
    return line(Tally.objects.get(artefact=artefact).figures)


def test_words_that_a_moderator_took_out_are_not_told(shelf, bob, mona):
    plan = shelf[0]
    judging.report_use(plan, by=bob, adoption="dropped", where="Spam words", sector="retail", interest="none")
    rating = rate(plan, bob, 1, text="More spam")
    use(plan)
    before = told(plan)

    hiding.hide_words(rating, by=mona, reason="Spam.")
    hidden = told(plan)
    hiding.show_words(rating, by=mona)
    shown = told(plan)
    answering_reviews.quarantine(rating, by=mona)

    assert before == shown == "Worked in 1 of 2 contexts; failed once: Spam words"
    assert hidden == told(plan) == "Worked in 1 of 2 contexts; failed once: Retail and wholesale"


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ([], ""),
        (["1-9"], "1 to 9 staff"),
        (["5000-19999", "50-249"], "50 to 19,999 staff"),
        (["20000+", "250-999"], "250 staff or more"),
        (["1-9", "20000+"], "any size"),
    ],
)
def test_sizes_are_told_as_one_range(sizes, words):
    assert staff(sizes) == words


def test_figures_from_before_say_nothing_of_contexts():
    assert (line(None), line({"uses": {}})) == ("", "")
