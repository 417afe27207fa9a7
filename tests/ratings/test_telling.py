"""Creators are told of reviews with words, and reviewers of answers: once, and never of their own act."""

import pytest

from people.models import Notice
from ratings import answering_reviews, hiding
from ratings.models import Rating
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


def told(member):
    return list(Notice.objects.filter(member=member).order_by("pk").values_list("kind", "text", "detail"))


def test_a_review_and_its_answer_are_told_once(alice, bob):
    plan = factories.artefact(alice, title="Plan " + "x" * 150)

    rate(plan, bob, overall=4)
    silent = told(alice)
    rating = rate(plan, bob, overall=4, text="It saved us a day.")
    rate(plan, bob, overall=5, text="It saved us two days.")
    for text in ("Thank you.", "Thank you, Bob."):
        answering_reviews.reply(rating, by=alice, text=text)

    title = f"Plan {'x' * 74}…"
    assert silent == []
    assert told(alice) == [("review", f"Bob reviewed “{title}”: 4 stars.", "It saved us a day.")]
    assert told(bob) == [("answer", f"Alice answered your review of “{title}”.", "Thank you.")]
    assert Notice.objects.get(member=alice).url == rating.get_absolute_url()


def test_what_waits_is_told_when_it_is_shown_and_a_collector_is_nobody(alice, bob, mona):
    plan = factories.artefact(alice, title="Plan")
    rating = rate(plan, bob, overall=4)
    Rating.objects.filter(pk=rating.pk).update(words="hidden", words_reason="Spam.")
    rate(plan, bob, overall=4, text="It saved us a day.")
    before = told(alice)

    hiding.show_words(Rating.objects.get(), by=mona)
    collected = factories.artefact(factories.member("Library", is_collector=True))
    rate(collected, bob, overall=4, text="Fine.")

    assert (before, [kind for kind, _text, _detail in told(alice)]) == ([], ["review"])
    assert Notice.objects.filter(member=collected.creator).count() == 0
