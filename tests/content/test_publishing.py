"""Verbs: what each move writes, what it refuses, and who wins when two come at once."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from content import publishing
from content.enums import NEEDS_NOTE, STATE_MOVES, STATUS_MOVES, Check, Facet, Outcome, State, Status
from content.models import Artefact, FacetEntry, File, SearchDocument, StatusChange, Version
from content.moving import NoSuchMove, NoteMissing, NotReady, Refused, TooLate, lock, refresh
from tests import factories

pytestmark = pytest.mark.django_db


def draft(by, **fields):
    """Version 1.0 of a new artefact with a licence."""
    fields = {"title": "Incident review", "kind": factories.kind(), "licence": factories.licence()} | fields
    version = publishing.start_draft(by=by, **fields).versions.select_related("artefact").get()
    return publishing.declare(version, by=by)


def submitted(by, **fields):
    return publishing.submit(draft(by, **fields), by=by)


def published(by, mona, **fields):
    """A published artefact."""
    return publishing.publish(submitted(by, **fields), by=mona).artefact


def history(artefact):
    return [(change.before, change.after) for change in artefact.changes.all()]


def listed(artefact):
    entries = FacetEntry.objects.filter(artefact=artefact, value__facet=Facet.ALL).count()
    return entries, SearchDocument.objects.filter(artefact=artefact).count()


def in_status(status, alice, mona):
    """A fresh artefact brought to a status by the verbs."""
    if status == Status.DRAFT:
        return draft(alice).artefact
    artefact = published(alice, mona)
    if status == Status.PUBLISHED:
        return artefact
    if status == Status.SUPERSEDED:
        return publishing.supersede(artefact, by=alice, successor=published(alice, mona))
    verb = {"hidden": publishing.hide, "retired": publishing.retire, "removed": publishing.remove}[status]
    return verb(artefact, by=mona, note="Names a customer")


def test_publishing_makes_the_version_current_and_lists_the_artefact(alice, mona):
    version = submitted(alice)

    artefact = publishing.publish(version, by=mona).artefact

    artefact.refresh_from_db()
    assert (artefact.status, artefact.current, artefact.confirmed_at) == (
        Status.PUBLISHED,
        version,
        artefact.published_at,
    )
    assert (version.state, version.reviewed_by, version.published_at) == (
        State.PUBLISHED,
        mona,
        artefact.published_at,
    )
    assert listed(artefact) == (1, 1)


def test_each_move_leaves_one_row_of_history(alice, mona):
    artefact = published(alice, mona)

    assert history(artefact) == [("draft", "submitted"), ("submitted", "published"), ("draft", "published")]
    assert [change.by for change in artefact.changes.all()] == [alice, mona, mona]


def test_the_only_moderators_own_work_is_marked(mona):
    version = publishing.publish(submitted(mona), by=mona)

    assert version.reviewed_by is None
    assert version.changes.last().note == "not reviewed by a second person"


def test_a_second_moderator_is_asked_first(mona):
    factories.moderator("Milo")

    with pytest.raises(PermissionDenied, match="another moderator"):
        publishing.publish(submitted(mona), by=mona)


def test_a_new_version_replaces_the_current_one_and_keeps_the_first_date(alice, mona):
    artefact = published(alice, mona)
    first, since = artefact.current, artefact.published_at
    second = publishing.add_version(artefact, by=alice, major=False, change_note="Shorter")
    assert Artefact.objects.get(pk=artefact.pk).current == first

    publishing.publish(publishing.submit(publishing.declare(second, by=alice), by=alice), by=mona)

    artefact.refresh_from_db()
    assert (artefact.current, artefact.published_at, second.number) == (second, since, "1.1")
    assert artefact.confirmed_at > since


def test_a_version_needs_a_licence(alice, mona):
    version = submitted(alice, licence=None)

    with pytest.raises(NotReady) as refused:
        publishing.publish(version, by=mona)

    assert refused.value.reasons == ["Choose a licence."]


def test_a_link_needs_its_author(alice, mona):
    kind = factories.kind("external-link", shape="link")
    bare = submitted(alice, kind=kind)
    full = submitted(alice, kind=kind, source={"author": "A. Author", "url": "https://example.org/a"})

    assert publishing.what_is_missing(bare) == ["Name the author and the address of the original."]
    assert publishing.what_is_missing(full) == []


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        ({"inspection": Check.WAITING}, ["plan.docx is still being checked."]),
        ({"inspection": Check.RUNNING}, ["plan.docx is still being checked."]),
        ({"inspection": Check.DONE, "outcome": Outcome.OK}, []),
        ({"inspection": Check.DONE, "outcome": Outcome.EMPTY}, []),
        (
            {"inspection": Check.DONE, "outcome": Outcome.REFUSED, "reason": "It holds a macro."},
            ["plan.docx cannot be published: It holds a macro."],
        ),
        (
            {"inspection": Check.DONE, "outcome": Outcome.ENCRYPTED},
            ["plan.docx cannot be published: Protected by a password"],
        ),
        ({"inspection": Check.DONE, "outcome": Outcome.DAMAGED}, ["plan.docx cannot be published: Damaged"]),
        (
            {"inspection": Check.FAILED, "outcome": Outcome.TIMED_OUT},
            ["plan.docx cannot be published: Too slow to look inside"],
        ),
    ],
)
def test_only_files_that_passed_are_published(alice, found, missing):
    version = submitted(alice)
    File.objects.create(version=version, name="plan.docx", extension="docx", size=1, sha256="0", **found)

    assert publishing.what_is_missing(version) == missing


def test_only_the_library_publishes_before_the_check(alice, mona):
    library = factories.member("Library", password=None, is_collector=True)
    version, own = submitted(alice), submitted(library)
    for row in (version, own):
        File.objects.create(version=row, name="plan.docx", extension="docx", size=1, sha256="0")

    with pytest.raises(PermissionDenied, match="checked first"):
        publishing.publish(version, by=mona, unchecked=True)
    assert publishing.publish(own, by=library, unchecked=True).artefact.file_type == "docx"


def test_publishing_twice_is_too_late_the_second_time(alice, mona):
    version = submitted(alice)
    again = Version.objects.get(pk=version.pk)
    publishing.publish(version, by=mona)

    with pytest.raises(TooLate):
        publishing.publish(again, by=mona)
    assert StatusChange.objects.filter(after=State.PUBLISHED, version=version).count() == 1


def test_sent_back_work_is_changed_and_sent_again(alice, mona):
    version = submitted(alice)

    publishing.send_back(version, by=mona, note="It names a customer on page 2.")
    publishing.set_body(version, "Without names", by=alice)
    publishing.submit(publishing.declare(version, by=alice), by=alice)

    assert version.state == State.SUBMITTED
    assert version.changes.get(after=State.SENT_BACK).note == "It names a customer on page 2."


def test_sending_back_says_why(alice, mona):
    with pytest.raises(NoteMissing):
        publishing.send_back(submitted(alice), by=mona, note="  ")


def test_submitted_work_is_taken_back(alice):
    assert publishing.take_back(submitted(alice), by=alice).state == State.DRAFT


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.RETIRED, Status.SUPERSEDED, Status.REMOVED])
def test_what_is_not_published_is_in_no_list(status, alice, mona):
    artefact = in_status(status, alice, mona)

    assert (Artefact.objects.get(pk=artefact.pk).status, listed(artefact)) == (status, (0, 0))


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.RETIRED, Status.SUPERSEDED])
def test_it_comes_back_to_the_lists(status, alice, mona):
    artefact = in_status(status, alice, mona)

    publishing.show_again(artefact, by=mona)

    artefact.refresh_from_db()
    assert (artefact.status, artefact.superseded_by, listed(artefact)) == (Status.PUBLISHED, None, (1, 1))


def test_a_draft_is_not_published_behind_the_reviewers_back(alice):
    with pytest.raises(NoSuchMove):
        publishing.show_again(draft(alice).artefact, by=alice)


def test_a_hidden_artefact_stays_hidden_with_its_new_version(alice, mona):
    artefact = in_status(Status.HIDDEN, alice, mona)
    version = publishing.add_version(artefact, by=alice, major=True, change_note="Without the name")

    publishing.publish(publishing.submit(publishing.declare(version, by=alice), by=alice), by=mona)

    artefact.refresh_from_db()
    assert (artefact.status, artefact.current.number, listed(artefact)) == (Status.HIDDEN, "2.0", (0, 0))


def test_nothing_is_sent_for_review_after_removal(alice, mona):
    version = draft(alice)
    publishing.remove(version.artefact, by=mona, note="A copy of a standard")

    with pytest.raises(NotReady, match="removed"):
        publishing.submit(version, by=alice)


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("after", list(Status))
def test_an_artefact_moves_as_the_table_says(before, after, alice, mona):
    artefact = in_status(before, alice, mona)
    also = {"superseded_by": published(alice, mona)} if after == Status.SUPERSEDED else {}
    if after not in STATUS_MOVES[before]:
        with pytest.raises(NoSuchMove):
            publishing.change_status(artefact, after, by=mona, note="For a reason", **also)
    elif before == Status.DRAFT and after == Status.PUBLISHED:
        assert publishing.publish(submitted(alice), by=mona).artefact.status == after
    else:
        assert publishing.change_status(artefact, after, by=mona, note="For a reason", **also).status == after


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_a_version_has_only_the_moves_of_the_table(before, after, alice, mona):
    version = draft(alice)
    Version.objects.filter(pk=version.pk).update(state=before, published_at=version.created_at)
    version.refresh_from_db()

    if after in STATE_MOVES[before]:
        assert publishing.change_status(version, after, by=mona, note="For a reason").state == after
    else:
        with pytest.raises(NoSuchMove):
            publishing.change_status(version, after, by=mona, note="For a reason")


@pytest.mark.parametrize("to", sorted(NEEDS_NOTE & set(Status)))
def test_a_move_that_hurts_has_a_note(to, alice, mona):
    artefact = published(alice, mona)

    with pytest.raises(NoteMissing):
        publishing.change_status(artefact, to, by=mona)
    assert Artefact.objects.get(pk=artefact.pk).status == Status.PUBLISHED


def test_a_stale_artefact_moves_nothing(alice, mona):
    artefact = published(alice, mona)
    stale = Artefact.objects.get(pk=artefact.pk)
    publishing.retire(artefact, by=alice)

    with pytest.raises(TooLate):
        publishing.hide(stale, by=mona, note="Late")
    assert history(artefact)[-1] == ("published", "retired")


def test_a_note_has_a_limit(alice, mona):
    with pytest.raises(NoteMissing, match="1000"):
        publishing.hide(published(alice, mona), by=mona, note="x" * 1001)


def test_a_successor_is_pointed_to(alice, mona):
    old, new = published(alice, mona), published(alice, mona)

    publishing.supersede(old, by=alice, successor=new, note="One sheet less")

    old.refresh_from_db()
    assert (old.status, old.superseded_by) == (Status.SUPERSEDED, new)


def test_a_successor_is_published(alice, mona):
    old, new = published(alice, mona), draft(alice).artefact

    with pytest.raises(Refused, match="must be published"):
        publishing.supersede(old, by=alice, successor=new)


def test_an_artefact_does_not_follow_itself(alice, mona):
    artefact = published(alice, mona)

    with pytest.raises(Refused, match="point at each other"):
        publishing.supersede(artefact, by=alice, successor=artefact)


def test_successors_form_no_ring(alice, mona):
    one, two, three = (published(alice, mona) for _ in range(3))
    publishing.supersede(one, by=alice, successor=two)
    publishing.supersede(two, by=alice, successor=three)

    with pytest.raises(Refused, match="point at each other"):
        publishing.supersede(three, by=alice, successor=one)


def test_a_change_of_something_shown_stamps_the_artefact(alice, mona):
    artefact = published(alice, mona)

    assert refresh(artefact.pk).changed_at > artefact.changed_at


def _at_once(*calls):
    """Run calls in threads that start together; answers the names of what they raised, or None, sorted."""
    ready, ended = Barrier(len(calls)), []

    def run(call):
        try:
            ready.wait()
            call()
            ended.append("done")
        except Exception as error:
            ended.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_moderators_at_once_one_decides(alice, mona):
    milo, version = factories.moderator("Milo"), submitted(alice)
    copies = [Version.objects.get(pk=version.pk) for _ in range(2)]

    ended = _at_once(
        lambda: publishing.publish(copies[0], by=mona),
        lambda: publishing.send_back(copies[1], by=milo, note="Not yet"),
    )

    assert ended == ["TooLate", "done"]
    assert StatusChange.objects.filter(version=version, before=State.SUBMITTED).count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_published_twice_at_once_it_is_listed_once(alice, mona):
    milo, version = factories.moderator("Milo"), submitted(alice)
    copies = [Version.objects.get(pk=version.pk) for _ in range(2)]

    ended = _at_once(
        lambda: publishing.publish(copies[0], by=mona), lambda: publishing.publish(copies[1], by=milo)
    )

    assert (ended, listed(version.artefact)) == (["TooLate", "done"], (1, 1))
    assert history(version.artefact).count(("draft", "published")) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_point_at_each_other_at_once_make_no_ring(alice, mona):
    one, two = published(alice, mona), published(alice, mona)
    others = [Artefact.objects.get(pk=artefact.pk) for artefact in (one, two)]

    ended = _at_once(
        lambda: publishing.supersede(one, by=alice, successor=others[1]),
        lambda: publishing.supersede(two, by=alice, successor=others[0]),
    )

    assert ended == ["Refused", "done"]
    assert Artefact.objects.filter(status=Status.SUPERSEDED).count() == 1


def test_a_lock_answers_the_row_as_it_is_now(alice, django_assert_num_queries):
    artefact = draft(alice).artefact
    for title in ("Incident review", "Major incident review"):
        Artefact.objects.filter(pk=artefact.pk).update(title=title)
        with transaction.atomic(), django_assert_num_queries(2):
            alone, beside = lock(artefact.pk), lock(artefact.pk, with_creator=True)
            assert (alone.title, beside.title, beside.creator) == (title, title, alice)
    with pytest.raises(Artefact.DoesNotExist), transaction.atomic():
        lock(artefact.pk + 1)
