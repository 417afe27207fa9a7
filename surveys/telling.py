"""Which members are told what about needs: promises, proposals, and what came of them."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people import notices
from people.enums import NoticeKind


def of_pledge(pledge):
    """Whoever posted the need or voted for it, that somebody is on it."""
    words = {"name": pledge.member.name, "need": pledge.need.title, "day": date_format(pledge.due, "j F Y")}
    text = _("%(name)s promises to fill “%(need)s” by %(day)s.") % words
    # Given back and promised again, it is no news.
    key = f"pledge-{pledge.need_id}-by-{pledge.member_id}"
    _tell_those_who_want(pledge.need, text, by=pledge.member, key=key, detail=pledge.note)


def of_due(pledge):
    """The member, that their promise is due; answers whether they were told now."""
    words = {"need": pledge.need.title, "day": date_format(pledge.due, "j F Y")}
    return _tell_owner(pledge, _("Your promise to fill “%(need)s” is due on %(day)s.") % words, "due")


def of_delay(pledge):
    """The member, that their day is over."""
    text = _("Your promise to fill “%(need)s” is late. After 30 days it is given back for you.")
    _tell_owner(pledge, text % {"need": pledge.need.title}, "late")


def of_release(pledge):
    """The member, that the promise was given back for them."""
    text = _("Your promise to fill “%(need)s” was given back after 30 days. Others can take it up now.")
    _tell_owner(pledge, text % {"need": pledge.need.title}, "released")


def of_closed_need(pledge):
    """The member, that nobody waits any more."""
    text = _("“%(need)s” is closed: your promise is over.") % {"need": pledge.need.title}
    _tell_owner(pledge, text, "closed")


def of_proposal(coverage):
    """The poster of the need, that something may answer it."""
    need, artefact = coverage.need, coverage.artefact
    if need.by_id is None:
        return
    words = {"title": artefact.title, "need": need.title}
    text = _("Is “%(title)s” what you needed? It was proposed for “%(need)s”.") % words
    said = _about(need) | {"by": coverage.proposed_by, "key": f"proposal-{coverage.pk}"}
    notices.tell(need.by, kind=NoticeKind.NEED, text=text, **said)


def of_answer(coverage, *, by):
    """Those who want the need, that something is there; and the creator, that it was found to answer it."""
    need, artefact = coverage.need, coverage.artefact
    words = {"title": artefact.title, "need": need.title}
    text = _("“%(title)s” answers a need that you want: “%(need)s”.") % words
    _tell_those_who_want(need, text, by=by, key=f"answer-{coverage.pk}", but=artefact.creator_id)
    text = _("Your “%(title)s” answers the need “%(need)s”.") % words
    said = _about(need) | {"by": by, "key": f"answer-{coverage.pk}"}
    notices.tell(artefact.creator, kind=NoticeKind.NEED, text=text, **said)


def of_refusal(coverage, *, by):
    """Whoever proposed it, that it was not what was needed."""
    if coverage.proposed_by is None:
        return
    words = {"title": coverage.artefact.title, "need": coverage.need.title}
    text = _("“%(title)s” was not what was needed for “%(need)s”.") % words
    said = _about(coverage.need) | {"by": by, "key": f"refusal-{coverage.pk}"}
    notices.tell(coverage.proposed_by, kind=NoticeKind.NEED, text=text, **said)


def _tell_owner(pledge, text, what):
    said = _about(pledge.need) | {"key": f"pledge-{pledge.pk}-{what}"}
    return notices.tell(pledge.member, kind=NoticeKind.PLEDGE, text=text, **said)


def _tell_those_who_want(need, text, *, by, key, detail="", but=None):
    wanting = Q(need_votes__need=need) | Q(pk=need.by_id)
    people = get_user_model().objects.open().filter(wanting).exclude(pk=but).distinct()
    notices.tell_all(people, kind=NoticeKind.NEED, text=text, by=by, key=key, detail=detail, **_about(need))


def _about(need):
    return {"url": need.get_absolute_url(), "thing": f"need:{need.pk}", "about": need.title}
