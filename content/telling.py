"""Which members are told what about artefacts: decisions on their work, and what is said about it."""

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.enums import ReplyKind, State, Status
from content.markdown import plain_text
from people import notices
from people.enums import NoticeKind
from people.naming import quoted

MOST_QUOTED = 500
_PUBLISHED = gettext_lazy("Version %(number)s of “%(title)s” is published.")


def of_reply(reply):
    """The creator of a new reply; and whoever watches the artefact. Note: reads reply.artefact and reply.by."""
    artefact, detail = reply.artefact, plain_text(reply.body)[:MOST_QUOTED]
    said = _about(artefact) | {"url": reply.get_absolute_url(), "by": reply.by, "detail": detail}
    said |= {"text": _REPLIED[reply.kind](reply.by.name, quoted(artefact.title)), "key": f"reply-{reply.pk}"}
    notices.tell(artefact.creator, kind=NoticeKind.REPLY, **said)
    notices.tell_all(_watchers(artefact), kind=NoticeKind.ANSWER, **said)


def of_fix(reply, *, by):
    """Whoever reported a fault and whoever watches, that it is fixed."""
    title, number = quoted(reply.artefact.title), reply.fixed_in.number
    text = _("A fault in “%(title)s” is fixed in version %(number)s.") % {"title": title, "number": number}
    said = _about(reply.artefact) | {"url": reply.get_absolute_url(), "by": by}
    key = f"fixed-{reply.pk}-{reply.fixed_in_id}"
    people = [reply.by, *_watchers(reply.artefact)]
    notices.tell_all(people, kind=NoticeKind.ANSWER, text=text, key=key, **said)


def of_reopening(reply, *, by):
    """The creator, that a fault is there still."""
    text = _("A fault in “%(title)s” is open again.") % {"title": quoted(reply.artefact.title)}
    said = _about(reply.artefact) | {"url": reply.get_absolute_url(), "by": by}
    notices.tell(reply.artefact.creator, kind=NoticeKind.REPLY, text=text, **said)


def of_acceptance(reply, *, by):
    """The author, that everybody can read the reply now."""
    text = _("Your reply to “%(title)s” is shown.") % {"title": quoted(reply.artefact.title)}
    _decision(reply, text, by=by)


def of_hiding(reply, *, by):
    """The author, that the reply is hidden, and why."""
    text = _("We hid your reply to “%(title)s”.") % {"title": quoted(reply.artefact.title)}
    _decision(reply, text, by=by, detail=reply.reason)


def of_change(change):
    """The contributor, what somebody else decided on their work; answers whether anybody was told.

    Told again, it is told once. Note: reads change.artefact with its creator, change.version, change.by.
    """
    text = _decided(change)
    if not text:
        return False
    artefact, url = change.artefact, change.artefact.get_absolute_url()
    if change.after == State.SENT_BACK:
        url = reverse("share_check", args=[change.version_id])
    said = _about(artefact) | {"url": url, "by": change.by, "detail": change.note}
    if change.after == State.PUBLISHED:
        said["detail"] = ""  # a remark of the site's own, no words to the contributor
    key = f"change-{change.pk}"
    return notices.tell(artefact.creator, kind=NoticeKind.DECISION, text=text, key=key, **said)


def of_publication(version):
    """The contributor, that what waited for its check went out by itself. Note: reads version.artefact."""
    artefact = version.artefact
    words = {"title": quoted(artefact.title), "number": version.number}
    notices.tell(
        artefact.creator,
        kind=NoticeKind.DECISION,
        text=_PUBLISHED % words,
        url=artefact.get_absolute_url(),
        detail=_("Its files are checked, and everybody can read it. A moderator looks at it later."),
        key=f"published:{version.pk}",
        **_about(artefact),
    )


def _decided(change):
    """The sentence for a move, or "" for one that nobody is told of."""
    title = quoted(change.artefact.title)
    if change.version_id is not None:
        words = {"title": title, "number": change.version.number}
        sentences = {
            State.PUBLISHED: _PUBLISHED,
            State.SENT_BACK: _("We sent version %(number)s of “%(title)s” back to you."),
        }
        return sentences[change.after] % words if change.after in sentences else ""
    if change.before == Status.DRAFT and change.after == Status.PUBLISHED:
        return ""  # its version said so
    sentences = {
        Status.PUBLISHED: _("“%(title)s” is shown again."),
        Status.HIDDEN: _("We hid “%(title)s”: only you and moderators see it."),
        Status.RETIRED: _("“%(title)s” was retired."),
        Status.SUPERSEDED: _("“%(title)s” was marked as superseded."),
        Status.REMOVED: _("We removed “%(title)s”."),
    }
    return sentences[change.after] % {"title": title} if change.after in sentences else ""


def _decision(reply, text, *, by, detail=""):
    said = _about(reply.artefact) | {"url": reply.get_absolute_url(), "by": by, "detail": detail}
    notices.tell(reply.by, kind=NoticeKind.DECISION, text=text, **said)


def _about(artefact):
    return {"thing": f"artefact:{artefact.pk}", "about": artefact.title}


def _watchers(artefact):
    """Whoever watches, but the creator, who is told of replies to their own work anyway."""
    watching = get_user_model().objects.filter(watches__artefact=artefact)
    return list(watching.exclude(pk=artefact.creator_id))


_REPLIED = {
    ReplyKind.QUESTION: lambda name, title: (
        _("%(name)s asks about “%(title)s”.") % {"name": name, "title": title}
    ),
    ReplyKind.INPUT: lambda name, title: (
        _("%(name)s has input for “%(title)s”.") % {"name": name, "title": title}
    ),
    ReplyKind.FAULT: lambda name, title: (
        _("%(name)s found a fault in “%(title)s”.") % {"name": name, "title": title}
    ),
    ReplyKind.ANSWER: lambda name, title: (
        _("%(name)s answered about “%(title)s”.") % {"name": name, "title": title}
    ),
}
