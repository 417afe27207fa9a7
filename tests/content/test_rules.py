"""Every rule over all statuses, in memory: no row is read or written unless a test asks for the database."""

import pytest
from django.contrib.auth.models import AnonymousUser

from content import rules
from content.enums import READABLE, Check, Outcome, State, Status
from content.models import Artefact, File, Version
from people.answers import Allowed, Denied
from people.models import Member
from tests import factories

ALICE = Member(pk=1, name="Alice")
BOB = Member(pk=2, name="Bob")
MONA = Member(pk=3, name="Mona", is_staff=True)
CHARLIE = AnonymousUser()
EVERYBODY = [ALICE, BOB, MONA, CHARLIE]

statuses = pytest.mark.parametrize("status", list(Status))
states = pytest.mark.parametrize("state", list(State))


def _artefact(status=Status.PUBLISHED):
    return Artefact(pk=10, status=status, creator=ALICE)


def _version(state, status=Status.PUBLISHED):
    return Version(pk=20, artefact=_artefact(status), by=ALICE, state=state)


def _allowed(rule, thing):
    """Who of the four may, by name."""
    return [getattr(user, "name", "Charlie") for user in EVERYBODY if rule(user, thing)]


def test_an_answer_is_as_true_as_it_says():
    assert (bool(Allowed("with a note")), bool(Denied("no"))) == (True, False)


@statuses
def test_everybody_views_what_is_readable_and_the_creator_all_but_the_removed(status):
    expected = ["Alice", "Bob", "Mona", "Charlie"]
    if status not in READABLE:
        expected = ["Mona"] if status == Status.REMOVED else ["Alice", "Mona"]

    assert _allowed(rules.may_view, _artefact(status)) == expected


@statuses
@pytest.mark.django_db
def test_view_agrees_with_the_queryset(status):
    alice, bob, mona = factories.member("Alice"), factories.member("Bob"), factories.moderator()
    artefact = factories.artefact(by=alice)
    successor = factories.artefact(by=bob)
    Artefact.objects.filter(pk=artefact.pk).update(status=status, superseded_by=successor)
    artefact.refresh_from_db()

    for user in (alice, bob, mona, CHARLIE):
        seen = Artefact.objects.visible_to(user).filter(pk=artefact.pk).exists()
        assert bool(rules.may_view(user, artefact)) == seen


@states
def test_only_published_versions_are_for_everybody(state):
    expected = ["Alice", "Bob", "Mona", "Charlie"] if state == State.PUBLISHED else ["Alice", "Mona"]

    assert _allowed(rules.may_view_version, _version(state)) == expected
    assert _allowed(rules.may_download, _version(state)) == expected


@statuses
def test_a_published_version_is_no_more_open_than_its_artefact(status):
    version = _version(State.PUBLISHED, status)

    assert _allowed(rules.may_download, version) == _allowed(rules.may_view, version.artefact)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_refused_file_is_kept_from_all_but_moderators(outcome):
    file = File(version=_version(State.PUBLISHED), inspection=Check.DONE, outcome=outcome)

    expected = ["Mona"] if outcome == Outcome.REFUSED else ["Alice", "Bob", "Mona", "Charlie"]
    assert _allowed(rules.may_take, file) == expected


@states
def test_the_contributor_edits_what_lies_on_their_desk(state):
    expected = ["Alice"] if state in {State.DRAFT, State.SENT_BACK} else []

    assert _allowed(rules.may_edit, _version(state)) == expected


@states
def test_submitting_is_the_contributors(state):
    assert _allowed(rules.may_submit, _version(state)) == ["Alice"]
    assert _allowed(rules.may_take_back, _version(state)) == ["Alice"]


@states
def test_contributors_and_moderators_have_files_read_again(state):
    assert _allowed(rules.may_have_read_again, _version(state)) == ["Alice", "Mona"]


@states
@statuses
def test_moderators_decide_on_the_work_of_others(state, status):
    assert _allowed(rules.may_publish, _version(state, status)) == ["Mona"]
    assert _allowed(rules.may_send_back, _version(state, status)) == ["Mona"]


@statuses
def test_moderators_hide(status):
    assert _allowed(rules.may_hide, _artefact(status)) == ["Mona"]


@statuses
def test_what_was_hidden_only_a_moderator_brings_back(status):
    expected = ["Mona"] if status == Status.HIDDEN else ["Alice", "Mona"]

    assert _allowed(rules.may_show_again, _artefact(status)) == expected


@statuses
def test_creators_and_moderators_retire_and_supersede(status):
    assert _allowed(rules.may_retire, _artefact(status)) == ["Alice", "Mona"]
    assert _allowed(rules.may_supersede, _artefact(status)) == ["Alice", "Mona"]


@statuses
def test_a_creator_removes_only_a_draft(status):
    expected = ["Alice", "Mona"] if status == Status.DRAFT else ["Mona"]

    assert _allowed(rules.may_remove, _artefact(status)) == expected


@statuses
def test_nothing_is_added_to_what_was_removed(status):
    gone = status == Status.REMOVED

    assert _allowed(rules.may_add_version, _artefact(status)) == ([] if gone else ["Alice"])
    assert _allowed(rules.may_describe, _artefact(status)) == ([] if gone else ["Alice", "Mona"])


def test_a_refusal_says_why():
    assert rules.may_hide(BOB, _artefact()) == rules.MODERATORS_ONLY
    assert rules.may_hide(CHARLIE, _artefact()) == rules.SIGN_IN
    assert rules.may_edit(BOB, _version(State.DRAFT)) == rules.NOT_YOURS


def test_a_closed_account_shares_nothing():
    gone = Member(pk=4, is_active=False)

    assert [bool(rules.may_share(user)) for user in (ALICE, gone, CHARLIE)] == [True, False, False]


@pytest.mark.django_db
def test_another_moderator_decides_on_a_moderators_own_work():
    mona = factories.moderator()
    factories.moderator("Milo")
    own = Version(artefact=Artefact(creator=mona), by=mona, state=State.SUBMITTED)

    assert rules.may_publish(mona, own) == rules.OWN_WORK


@pytest.mark.django_db
def test_the_only_moderator_decides_and_the_answer_says_so():
    mona = factories.moderator()
    factories.moderator("Milo", is_active=False)
    own = Version(artefact=Artefact(creator=mona), by=mona, state=State.SUBMITTED)

    assert rules.may_publish(mona, own) == rules.ALONE


def test_only_an_account_nobody_signs_in_to_publishes_its_own():
    library, pretender = Member(pk=5, is_collector=True), Member(pk=6, is_collector=True)
    library.set_unusable_password()
    pretender.set_password("correct horse")

    answers = [
        rules.may_publish(user, Version(artefact=Artefact(creator=user), by=user))
        for user in (library, pretender)
    ]
    assert [bool(answer) for answer in answers] == [True, False]
    assert [bool(rules.may_publish_unchecked(user)) for user in (library, pretender)] == [True, False]
