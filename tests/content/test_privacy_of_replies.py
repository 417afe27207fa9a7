import io
import json
import zipfile

from content import replying
from content.enums import ReplyKind, ReplyState
from content.models import Interest, Reply, ReplyEdit, Watch
from people import closing, exporting, privacy
from tests import factories


def say(artefact, by, body="How long?", kind=ReplyKind.QUESTION, **more):
    return replying.reply(artefact, by=by, kind=kind, body=body, **more)


def test_the_export_has_what_was_said_and_what_it_said_before(alice, bob):
    said = say(factories.artefact(alice, title="Plan"), alice)
    replying.edit(said, by=alice, body="How long, and why?")
    Interest.objects.create(member=alice, practice=factories.practice())

    archive = zipfile.ZipFile(io.BytesIO(b"".join(exporting.export(alice))))

    found = json.loads(archive.read("replies.json"))
    assert [(row["artefact__title"], row["body"]) for row in found["replies"]] == [
        ("Plan", "How long, and why?")
    ]
    assert [row["body"] for row in found["before_changes"]] == ["How long?"]
    assert [row["practice__label"] for row in found["interests"]] == ["Incident management"]
    assert len(found["watched"]) == 1


def test_what_is_on_show_stays_under_the_chosen_name_and_the_rest_goes(alice, bob, mona):
    artefact = factories.artefact(alice)
    shown = replying.accept_reply(say(artefact, bob, "Shown"), by=mona)
    Reply.objects.filter(pk=shown.pk).update(edited_at=shown.created_at)
    ReplyEdit.objects.create(reply=shown, body="Said before")
    say(artefact, bob, "Waits")
    hidden = say(artefact, bob, "Hidden")
    replying.hide_reply(hidden, by=mona, reason="Names a customer")
    Interest.objects.create(member=bob, practice=factories.practice())
    assert privacy.effects(bob).stays == ["1 reply you wrote: others answered or rely on it."]

    closing.close(bob, by=bob, keep_name=False)

    left = list(Reply.objects.order_by("pk").values_list("by__name", "body", "state"))
    assert left == [
        ("Former member", "Shown", ReplyState.SHOWN),
        ("Former member", "", ReplyState.HIDDEN),
    ]
    assert [rows.objects.count() for rows in (ReplyEdit, Watch, Interest)] == [0, 0, 0]
