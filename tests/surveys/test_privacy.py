"""What a member takes along, and what is left of them."""

import pytest

from people import privacy
from surveys import answering, wanting
from surveys.models import Answer, NeedVote, Response
from tests.surveys import survey_samples as samples


@pytest.fixture
def holding():
    [mine] = [held for held in privacy.holdings() if held.name == "surveys"]
    return mine


def test_a_member_takes_their_own_answers_needs_and_votes_along(alice, bob, holding):
    wave = samples.survey(alice, items=1)
    samples.answers(wave, {1: (5, 2)}, by=bob, role="practitioner")
    samples.answers(wave, {1: (1, 1)}, by=alice)
    wanting.vote(samples.need("Better data"), by=bob)

    taken = holding.export(bob)

    [response] = taken["responses"]
    assert (response["role"], response["answers"]) == (
        "practitioner",
        [
            {
                "item": "Need 1",
                "importance": 5,
                "coverage": 2,
                "no_importance": "",
                "no_coverage": "",
                "seconds": None,
                "value": None,
                "text": "",
            }
        ],
    )
    assert [vote["need__title"] for vote in taken["votes"]] == ["Better data"]


def test_erasing_leaves_numbers_without_the_member(alice, bob, holding):
    wave = samples.survey(alice, items=1)
    response = samples.answers(wave, {1: (5, 2)}, by=bob)
    answering.answer(response, samples.item(wave), {"text": "Ask Bob at the desk"}, by=bob)
    need = samples.need("Better data", by=bob)
    wanting.vote(need, by=bob)
    assert holding.effects(bob).goes != []

    holding.erase(bob, keep_name=False)

    assert list(Response.objects.values_list("member", "resume_hash")) == [(None, "")]
    assert list(Answer.objects.values_list("importance", "coverage", "text")) == [(5, 2, "")]
    need.refresh_from_db()
    assert (NeedVote.objects.count(), need.votes, need.by) == (0, 0, None)
    assert holding.effects(bob).goes == holding.effects(bob).stays == []
