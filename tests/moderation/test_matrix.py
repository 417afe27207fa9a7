"""Who may do what to whose: role x object x action, each tried through its verb."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from content import publishing
from content.enums import State
from content.models import Version
from moderation import deciding, reporting, takedowns
from moderation.models import Decision
from tests import factories
from tests.moderation.waiting import claimed, reported, sent

pytestmark = pytest.mark.django_db

ROLES = ("alice", "bob", "charlie", "mona", "milo")
WORDS = "It names a customer."


def _looked_at(by):
    version = sent(by)
    if version.state == State.SUBMITTED:  # not yet known by three
        publishing.publish(version, by=factories.moderator("Mila"))
    Version.objects.filter(pk=version.pk).update(look_later=True, reviewed_by=None)
    return version


def _hidden(by):
    artefact = factories.artefact(by=by)
    return publishing.hide(artefact, by=factories.moderator("Mila"), note=WORDS)


# Action: (how the thing comes about from its creator, what is done to it).
ACTIONS = {
    "publish": (sent, lambda thing, by: deciding.publish(thing, by=by)),
    "send back": (
        sent,
        lambda thing, by: deciding.send_back(thing, by=by, reason="rights", message=WORDS),
    ),
    "look": (_looked_at, lambda thing, by: deciding.look(thing, by=by)),
    "hide": (
        lambda by: factories.artefact(by=by),
        lambda thing, by: deciding.hide(thing, by=by, reason="spam", message=WORDS),
    ),
    "show again": (_hidden, lambda thing, by: deciding.show_again(thing, by=by)),
    "uphold": (
        lambda by: reported(factories.artefact(by=by)),
        lambda thing, by: reporting.uphold(thing, by=by, message=WORDS),
    ),
    "uphold and hide": (
        lambda by: reported(factories.artefact(by=by)),
        lambda thing, by: reporting.uphold(thing, by=by, message=WORDS, hide=True),
    ),
    "dismiss": (
        lambda by: reported(factories.artefact(by=by)),
        lambda thing, by: reporting.dismiss(thing, by=by),
    ),
    "remove": (
        lambda by: claimed(factories.artefact(by=by)),
        lambda thing, by: takedowns.remove(thing, by=by, message=WORDS),
    ),
    "restore": (
        lambda by: claimed(factories.artefact(by=by)),
        lambda thing, by: takedowns.restore(thing, by=by, message=WORDS),
    ),
}


@pytest.fixture
def people(alice, bob, mona):
    return {
        "alice": alice,
        "bob": bob,
        "charlie": AnonymousUser(),
        "mona": mona,
        "milo": factories.moderator("Milo"),
    }


def allowed(people, action, creator, role):
    """Whether the verb lets this role do it; a refusal must leave the log as it was."""
    make, act = ACTIONS[action]
    thing, before = make(people[creator]), Decision.objects.count()
    try:
        act(thing, people[role])
    except PermissionDenied:
        assert Decision.objects.count() == before
        return False
    assert Decision.objects.count() > before
    return True


@pytest.mark.parametrize("action", ACTIONS)
def test_moderators_decide_on_the_work_of_members(people, action):
    answers = {role for role in ROLES if allowed(people, action, "alice", role)}

    assert answers == {"mona", "milo"}


@pytest.mark.parametrize("action", ACTIONS)
def test_another_moderator_decides_on_a_moderators_work(people, action):
    answers = {role for role in ROLES if allowed(people, action, "mona", role)}

    assert answers == {"milo"}


@pytest.mark.parametrize("thing", ["report", "claim"])
def test_everybody_but_the_creator_reports_and_everybody_claims(people, thing):
    make = reported if thing == "report" else claimed
    answers = set()
    for role in ROLES:
        artefact = factories.artefact(by=people["alice"])
        try:
            make(artefact, by=people[role])
        except PermissionDenied:
            continue
        answers.add(role)

    assert answers == set(ROLES) - ({"alice"} if thing == "report" else set())


def test_only_the_creator_answers_a_claim(people):
    claim = claimed(factories.artefact(by=people["alice"]))
    answers = set()
    for role in ROLES:
        try:
            takedowns.answer(claim, by=people[role], text="I wrote it.")
        except PermissionDenied:
            continue
        answers.add(role)

    assert answers == {"alice"}
