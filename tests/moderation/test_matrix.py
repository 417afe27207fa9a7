"""Who may do what to what: role x object x action, each tried through its verb.

Alice made the work. Bob wrote below it, or owns the collection. Dora is another member, Charlie a visitor, Mona
and Milo keep the house; in the second table the work, or what was written below it, is Mona's own.
"""

from datetime import timedelta
from itertools import count

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content import gathering, lifecycle, publishing, replying
from content.enums import ReplyKind, State
from content.models import Reply, Version
from moderation import contributions, deciding, reporting, takedowns
from moderation.models import Decision
from ratings import answering_reviews, judging
from ratings.models import Rating
from tests import factories
from tests.moderation.waiting import claimed, draft, replied, reported, reviewed, sent

pytestmark = pytest.mark.django_db

ROLES = ("alice", "bob", "dora", "charlie", "mona", "milo")
MEMBERS = {"alice", "bob", "dora", "mona", "milo"}
MODERATORS = {"mona", "milo"}
WORDS = "It names a customer."
numbers = count(1)


def work(people, maker="alice"):
    return factories.artefact(by=people[maker])


def looked_at(people, maker="alice"):
    version = sent(people[maker])
    if version.state == State.SUBMITTED:  # not yet known by three
        publishing.publish(version, by=factories.moderator("Mila"))
    Version.objects.filter(pk=version.pk).update(look_later=True, reviewed_by=None)
    return version


def hidden(people, maker="alice"):
    return publishing.hide(work(people, maker), by=factories.moderator("Mila"), note=WORDS)


def waiting_reply(people, maker="bob"):
    """A reply that waits, whoever wrote it, however many of theirs do."""
    return Reply.objects.create(
        artefact=work(people), by=people[maker], kind=ReplyKind.QUESTION, state="waiting", body="Why?"
    )


def fault(people, maker="bob"):
    reply = replying.reply(work(people), by=people[maker], kind=ReplyKind.FAULT, body="Row 3 is wrong.")
    Reply.objects.filter(pk=reply.pk).update(state="shown")
    return Reply.objects.select_related("artefact__current").get(pk=reply.pk)


def review(people, maker="bob", of="alice", answer=""):
    """A review of days ago: nobody may give many in one day."""
    made = reviewed(work(people, of), by=people[maker], answer=answer)
    Rating.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=3))
    return made


def answer(people, maker="alice"):
    return review(people, of=maker, answer="Thank you.").reply


def hidden_review(people, maker="bob"):
    made = review(people, maker)
    contributions.hide(made, by=factories.moderator("Mila"), reason="spam", message=WORDS)
    return Rating.objects.select_related("artefact").get(pk=made.pk)


def collection(people, maker="bob"):
    return gathering.make(by=people[maker], title=f"For a week {next(numbers)}", is_public=True)


def of_reply(people, maker="bob"):
    made = waiting_reply(people, maker)
    Reply.objects.filter(pk=made.pk).update(state="shown")
    return reported(Reply.objects.select_related("artefact").get(pk=made.pk))


# What moderators decide, and whose it is: (how it comes about, what is done to it).
DECISIONS = {
    "version: publish": (
        lambda people, maker="alice": sent(people[maker]),
        lambda thing, by: deciding.publish(thing, by=by),
    ),
    "version: send back": (
        lambda people, maker="alice": sent(people[maker]),
        lambda thing, by: deciding.send_back(thing, by=by, reason="rights", message=WORDS),
    ),
    "version: look": (looked_at, lambda thing, by: deciding.look(thing, by=by)),
    "artefact: hide": (work, lambda thing, by: deciding.hide(thing, by=by, reason="spam", message=WORDS)),
    "artefact: show again": (hidden, lambda thing, by: deciding.show_again(thing, by=by)),
    "report: uphold": (
        lambda people, maker="alice": reported(work(people, maker)),
        lambda thing, by: reporting.uphold(thing, by=by, message=WORDS),
    ),
    "report: uphold and hide": (
        lambda people, maker="alice": reported(work(people, maker)),
        lambda thing, by: reporting.uphold(thing, by=by, message=WORDS, hide=True),
    ),
    "report: dismiss": (
        lambda people, maker="alice": reported(work(people, maker)),
        lambda thing, by: reporting.dismiss(thing, by=by),
    ),
    "report on a reply: hide": (
        of_reply,
        lambda thing, by: reporting.uphold(thing, by=by, message=WORDS, hide=True),
    ),
    "report on a review: hide": (
        lambda people, maker="bob": reported(review(people, maker)),
        lambda thing, by: reporting.uphold(thing, by=by, message=WORDS, hide=True),
    ),
    "report on an answer: dismiss": (
        lambda people, maker="alice": reported(answer(people, maker)),
        lambda thing, by: reporting.dismiss(thing, by=by),
    ),
    "takedown: remove": (
        lambda people, maker="alice": claimed(work(people, maker)),
        lambda thing, by: takedowns.remove(thing, by=by, message=WORDS),
    ),
    "takedown: restore": (
        lambda people, maker="alice": claimed(work(people, maker)),
        lambda thing, by: takedowns.restore(thing, by=by, message=WORDS),
    ),
    "reply: accept": (waiting_reply, lambda thing, by: contributions.accept(thing, by=by)),
    "reply: hide": (
        waiting_reply,
        lambda thing, by: contributions.hide(thing, by=by, reason="spam", message=WORDS),
    ),
    "review: hide": (
        review,
        lambda thing, by: contributions.hide(thing, by=by, reason="spam", message=WORDS),
    ),
    "review: show again": (hidden_review, lambda thing, by: contributions.show_again(thing, by=by)),
    "answer: hide": (
        answer,
        lambda thing, by: contributions.hide(thing, by=by, reason="spam", message=WORDS),
    ),
}


def rate(thing, by):
    judging.rate(thing, by=by, overall=4, interest="none")


def claim(thing, by):
    claimed(thing, by=by)


# What members and visitors do: (how it comes about, what is done to it, who may).
ACTS = {
    "version: write": (
        lambda people: draft(people["alice"]),
        lambda thing, by: publishing.set_body(thing, "# Plan", by=by),
        {"alice"},
    ),
    "version: submit": (
        lambda people: draft(people["alice"]),
        lambda thing, by: publishing.submit(thing, by=by),
        {"alice"},
    ),
    "version: take back": (
        lambda people: sent(people["alice"]),
        lambda thing, by: publishing.take_back(thing, by=by),
        {"alice"},
    ),
    "artefact: describe": (
        work,
        lambda thing, by: publishing.describe(thing, by=by, summary="Who decides."),
        {"alice", *MODERATORS},
    ),
    "artefact: new version": (
        work,
        lambda thing, by: publishing.add_version(thing, by=by, major=True, change_note="Shorter."),
        {"alice"},
    ),
    "artefact: retire": (work, lambda thing, by: publishing.retire(thing, by=by), {"alice", *MODERATORS}),
    "artefact: confirm": (work, lambda thing, by: lifecycle.confirm(thing, by=by), {"alice"}),
    "artefact: remove": (
        work,
        lambda thing, by: publishing.remove(thing, by=by, note=WORDS),
        MODERATORS,
    ),
    "artefact: reply to": (work, lambda thing, by: replied(thing, by=by), MEMBERS),
    "artefact: rate": (work, rate, MEMBERS - {"alice"}),
    "artefact: report": (work, lambda thing, by: reported(thing, by=by), {*ROLES} - {"alice"}),
    "artefact: claim": (work, claim, {*ROLES}),
    "reply: edit": (fault, lambda thing, by: replying.edit(thing, by=by, body="Row 4."), {"bob"}),
    "reply: take back": (fault, lambda thing, by: replying.take_back(thing, by=by), {"bob"}),
    "reply: mark fixed": (
        fault,
        lambda thing, by: replying.mark_fixed(thing, by=by, version=thing.artefact.current),
        {"alice", *MODERATORS},
    ),
    "reply: report": (fault, lambda thing, by: reported(thing, by=by), {*ROLES} - {"bob"}),
    "review: find helpful": (
        review,
        lambda thing, by: answering_reviews.find_helpful(thing, by=by),
        MEMBERS - {"alice", "bob"},
    ),
    "review: answer": (
        review,
        lambda thing, by: answering_reviews.reply(thing, by=by, text="Thank you."),
        {"alice"},
    ),
    "review: report": (review, lambda thing, by: reported(thing, by=by), {*ROLES} - {"bob"}),
    "review: quarantine": (
        review,
        lambda thing, by: answering_reviews.quarantine(thing, by=by),
        MODERATORS,
    ),
    "answer: report": (answer, lambda thing, by: reported(thing, by=by), {*ROLES} - {"alice"}),
    "collection: rename": (
        collection,
        lambda thing, by: gathering.describe(thing, by=by, title="For a month"),
        {"bob"},
    ),
    "collection: delete": (collection, lambda thing, by: gathering.delete(thing, by=by), {"bob"}),
    "collection: feature": (
        collection,
        lambda thing, by: gathering.feature(thing, by=by, is_featured=True),
        MODERATORS,
    ),
    "collection: withdraw": (collection, lambda thing, by: gathering.withdraw(thing, by=by), MODERATORS),
    "takedown: answer": (
        lambda people: claimed(work(people)),
        lambda thing, by: takedowns.answer(thing, by=by, text="I wrote it."),
        {"alice"},
    ),
}


@pytest.fixture
def people(alice, bob, mona):
    known = {"alice": alice, "bob": bob, "mona": mona, "charlie": AnonymousUser()}
    return known | {"dora": factories.member("Dora"), "milo": factories.moderator("Milo")}


def allowed(people, role, make, act, **how):
    """Whether the verb lets this role do it."""
    thing = make(people, **how)
    try:
        act(thing, people[role])
    except PermissionDenied:
        return False
    return True


def decided(people, role, action, **how):
    """The same for a decision: a refusal must leave the log as it was, and what is done must stand in it."""
    make, act = DECISIONS[action]

    def made(people, **how):
        thing = make(people, **how)
        before.append(Decision.objects.count())
        return thing

    before = []
    done = allowed(people, role, made, act, **how)
    assert (Decision.objects.count() > before[0]) == done
    return done


@pytest.mark.parametrize("action", DECISIONS)
def test_moderators_decide_on_what_is_not_their_own(people, action):
    of_members = {role for role in ROLES if decided(people, role, action)}
    of_mona = {role for role in ROLES if decided(people, role, action, maker="mona")}

    assert (of_members, of_mona) == (MODERATORS, {"milo"})


@pytest.mark.parametrize("action", ACTS)
def test_members_and_visitors_do_what_is_theirs_to_do(people, action):
    make, act, expected = ACTS[action]

    assert {role for role in ROLES if allowed(people, role, make, act)} == expected
