"""The pairwise round: which two are shown, one vote for each pair, none after closing, and what people add."""

import threading
from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from content.publishing import Refused
from surveys import answering, comparing, pair_ideas
from surveys.enums import Mode, NeedState, PairOutcome, QuestionType, TextState
from surveys.models import Item, Need, PairIdea, PairRanking, PairVote, Participation, Response
from tests.surveys import survey_samples as samples

CHARLIE = AnonymousUser()


@pytest.fixture
def wave(alice):
    return samples.survey(alice, items=3)


def labels(pair):
    return {pair.left.label, pair.right.label} if pair else None


def draw(wave, response, **more):
    items = comparing.candidates(wave)
    return comparing.draw(items, wave=wave, response=response, owner=comparing.owner_of(response), **more)


def test_a_vote_is_stored_once_for_a_pair_and_said_again_it_is_changed(wave, bob):
    response = answering.start(wave, by=bob).response
    one, two, _three = comparing.candidates(wave).values()

    comparing.vote(response, two, one, PairOutcome.FIRST, by=bob)
    before = PairVote.objects.values_list("first", "second", "first_was_left", "outcome", "doubt").get()
    comparing.vote(response, one, two, PairOutcome.UNDECIDED, by=bob, doubt="both")

    after = PairVote.objects.values_list("first", "second", "first_was_left", "outcome", "doubt").get()
    assert before == (one.pk, two.pk, False, "second", "")
    assert after == (one.pk, two.pk, True, "undecided", "both")


@pytest.mark.parametrize(
    ("right", "outcome", "doubt"),
    [
        ("itself", "first", ""),
        ("elsewhere", "first", ""),
        ("other", "third", ""),
        ("other", "first", "both"),
        ("other", "undecided", ""),
        ("other", "undecided", "never"),
    ],
)
def test_what_is_no_vote_is_refused(wave, alice, bob, right, outcome, doubt):
    response = answering.start(wave, by=bob).response
    one, two, _three = comparing.candidates(wave).values()
    elsewhere = samples.item(samples.survey(alice, items=1))
    other = {"itself": one, "elsewhere": elsewhere, "other": two}[right]

    with pytest.raises(answering.NotValid):
        comparing.vote(response, one, other, outcome, by=bob, doubt=doubt)

    assert PairVote.objects.count() == 0


def test_no_vote_after_closing_and_none_for_somebody_else(wave, alice, bob, mona):
    response = answering.start(wave, by=bob).response
    one, two, _three = comparing.candidates(wave).values()
    with pytest.raises(PermissionDenied, match="somebody else"):
        comparing.vote(response, one, two, PairOutcome.FIRST, by=mona)
    answering.close_wave(wave, by=alice)

    for act in (
        lambda: comparing.vote(response, one, two, PairOutcome.FIRST, by=bob),
        lambda: pair_ideas.suggest(wave, "Too many tools", by=bob),
    ):
        with pytest.raises(PermissionDenied, match="closed"):
            act()


def test_a_pair_stays_on_a_reload_changes_with_a_skip_and_ends_when_all_were_judged(wave, bob):
    response = answering.start(wave, by=bob).response

    first, again, skipped = draw(wave, response), draw(wave, response), draw(wave, response, skipped=1)
    everything_skipped = draw(wave, response, skipped=3)
    shown = []
    while pair := draw(wave, response):
        shown.append(frozenset(labels(pair)))
        comparing.vote(response, pair.left, pair.right, PairOutcome.FIRST, by=bob)

    assert labels(first) == labels(again) != labels(skipped)
    assert everything_skipped is None
    assert len(shown) == len(set(shown)) == 3


def test_what_was_shown_seldom_is_shown_more_often(alice):
    wave = samples.survey(alice, items=4)
    items = comparing.candidates(wave)
    *often, seldom = items
    PairRanking.objects.create(
        wave=wave, appearances={str(pk): 99 for pk in often}, counted_at=timezone.now()
    )

    drawn = [comparing.draw(items, wave=wave, response=None, owner=f"code {k}") for k in range(200)]

    counts = Counter(item.pk for pair in drawn for item in (pair.left, pair.right))
    # It is the first of a pair with weight 1 of 1.03, and the second nearly always where it was not.
    assert counts[seldom] >= 195


def test_a_pair_is_signed_for_one_response_and_one_wave(wave, alice, bob):
    response = answering.start(wave, by=bob).response
    items, owner = comparing.candidates(wave), comparing.owner_of(response)
    pair = draw(wave, response)
    other = samples.survey(alice, items=3)

    def named(token, of=wave, whose=owner):
        return comparing.named(token, items, wave=of, owner=whose)

    assert named(pair.token) == (pair.left, pair.right)
    forged = pair.token.replace(f".{pair.left.pk}.", f".{pair.right.pk}.")
    wrong = (
        named(forged),
        named(pair.token, whose="x"),
        named(pair.token, of=other),
        named(""),
        named("a.b"),
    )
    assert wrong == (None,) * 5


def test_items_of_a_pairwise_question_have_no_screen_and_are_compared(alice, bob):
    wave = samples.survey(alice, items=1, opened=False)
    question = samples.question(wave, "more", QuestionType.PAIRWISE)
    empty = samples.question(wave, "none", QuestionType.PAIRWISE)
    Item.objects.create(question=question, key="a", label="Too many tools")
    answering.open_wave(wave, by=alice)

    response = answering.start(wave, by=bob).response

    assert response.order == [samples.item(wave).pk]
    assert [item.label for item in comparing.candidates(wave).values()] == ["Need 1", "Too many tools"]
    assert comparing.waves_with_round([wave]) == {wave.pk}
    assert empty.items.count() == 0


def test_what_is_added_waits_for_a_moderator_and_joins_the_round_once(wave, bob, mona):
    one = pair_ideas.suggest(wave, "Too many tools", by=bob)
    same = pair_ideas.suggest(wave, "TOO many tools", by=CHARLIE)
    other = pair_ideas.suggest(wave, "Nobody reads the reports", by=CHARLIE)
    with pytest.raises(Refused, match="among the pairs"):
        pair_ideas.suggest(wave, "need 1", by=bob)
    response = answering.start(wave, by=bob).response
    with pytest.raises(PermissionDenied):
        pair_ideas.accept_idea(one, by=bob)

    item = pair_ideas.accept_idea(one, by=mona, on_board=True)
    pair_ideas.decline_idea(other, by=mona)

    assert same == one
    assert [row.label for row in comparing.candidates(wave).values()][3:] == ["Too many tools"]
    assert Need.objects.values_list("title", "state", "by").get() == ("Too many tools", NeedState.OPEN, None)
    assert (item.need, len(response.order), response.order == answering.resume(wave, by=bob).order) == (
        Need.objects.get(),
        3,
        True,
    )
    assert list(PairIdea.objects.order_by("pk").values_list("state", flat=True)) == [
        TextState.SHOWN,
        TextState.KEPT_BACK,
    ]
    for act in (pair_ideas.accept_idea, pair_ideas.decline_idea):
        with pytest.raises(Refused):
            act(one, by=mona)


def test_of_an_anonymous_round_nothing_leads_to_a_member_and_nobody_votes_twice(alice, bob):
    wave = samples.survey(alice, items=3, mode=Mode.ANONYMOUS)
    started = answering.start(wave, by=bob, for_pairs=True)
    pair = draw(wave, started.response)

    comparing.vote(started.response, pair.left, pair.right, PairOutcome.FIRST, by=bob)

    assert (Response.objects.get().member, Participation.objects.count()) == (None, 1)
    with pytest.raises(answering.TakenAlready):
        answering.start(wave, by=bob, for_pairs=True)


@pytest.mark.django_db(transaction=True)
def test_the_same_vote_at_the_same_time_is_one(alice):
    wave = samples.survey(alice, items=2)
    one, two = comparing.candidates(wave).values()
    code, faults = answering.fresh_code(), []

    def send():
        try:
            response = answering.start(wave, by=CHARLIE, code=code, for_pairs=True).response
            comparing.vote(response, one, two, PairOutcome.FIRST, by=CHARLIE)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (faults, Response.objects.count(), PairVote.objects.count()) == ([], 1, 1)
