"""Tells members what concerns them: on their page of notices and, as they chose, by mail.

Rooms call ``tell`` or ``tell_all`` inside the transaction of what happened; mail leaves through people.outbox
when that transaction is through. Nobody is told of their own act.
"""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import FilteredRelation, Q
from django.utils import timezone

from people import outbox
from people.answers import demand
from people.enums import DIGEST, USUAL_HOW, How, NoticeKind
from people.models import Mail, Member, Notice, NoticeChoice
from people.naming import one_line
from people.prepared import insert_once, prepared
from people.rules import may_change

LONGEST = {name: Notice._meta.get_field(name).max_length for name in ("text", "about")}
MOST_DETAIL = 2000
KEPT_FOR = timedelta(days=365)


def tell(member, *, kind, text, url, by=None, thing="", about="", detail="", key=""):
    """Tell one member; answers whether anything was written. See ``tell_all``."""
    said = {"thing": thing, "about": about, "detail": detail, "key": key}
    return bool(tell_all([member], kind=kind, text=text, url=url, by=by, **said))


@transaction.atomic(savepoint=False)
def tell_all(members, *, kind, text, url, by=None, thing="", about="", detail="", key=""):
    """Write a notice for each member and, for those who want it at once, a mail; answers how many.

    Left out: who caused it (``by``), closed accounts, those who switched the kind off, and those who were told
    under the same ``key`` before (a name of the caller's for what happened; none never repeats).
    ``text`` is one sentence, ``url`` a path of ours, ``thing`` what notices are grouped by ("artefact:12") with
    its name in ``about``; ``detail`` is what somebody wrote, plain text. Costs the same for any number of members.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("A notice leads to a page of ours.")
    kind, key = NoticeKind(kind), key or uuid.uuid4().hex
    wanted = _wanted({one.pk for one in members if by is None or one.pk != by.pk}, kind, key)
    said = {
        "kind": kind,
        "text": one_line(text)[: LONGEST["text"]],
        "detail": detail[:MOST_DETAIL],
        "url": url,
        "thing": thing,
        "about": one_line(about)[: LONGEST["about"]],
        "by": by,
        "key": key,
    }
    rows = [Notice(member_id=pk, for_digest=how == How.WEEKLY, **said) for pk, how in wanted]
    # Told by two workers in the same moment: the second one's rows change nothing.
    if len(rows) == 1:
        insert_once(rows[0])
    else:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if at_once := [pk for pk, how in wanted if how == How.AT_ONCE]:
        outbox.post_all(at_once, kind=kind, key=f"notice:{key}", subject=said["text"], body=_body(said))
    return len(rows)


def how_of(member):
    """{kind: how} as the member chose, or as usual."""
    chosen = dict(NoticeChoice.objects.filter(member=member).values_list("kind", "how"))
    return {kind: How(chosen.get(kind, USUAL_HOW[kind])) for kind in NoticeKind}


@transaction.atomic
def choose(member, hows, *, by):
    """Set how a member is told, as {kind: how}. Mails that wait and are unwanted now go."""
    demand(may_change(by, member))
    _choose(member, {NoticeKind(kind): How(how) for kind, how in hows.items()})


@transaction.atomic
def stop_mail(member, kind):
    """The way out of a mail: this kind, or all that come weekly (DIGEST), is told on the site only from now on."""
    known = how_of(member)
    kinds = [one for one in NoticeKind if known[one] == How.WEEKLY] if kind == DIGEST else [NoticeKind(kind)]
    _choose(member, {one: How.SITE for one in kinds if known[one] in (How.AT_ONCE, How.WEEKLY)})
    outbox.drop(Mail.objects.filter(member=member, kind=kind))


def read_all(member, *, upto):
    """All notices up to the one with this number are read: what came after the page was made stays unread."""
    unread = Notice.objects.filter(member=member, pk__lte=upto).unread()
    return unread.update(read_at=timezone.now(), for_digest=False)


def sweep(now):
    """Forget notices of more than a year ago; answers how many."""
    return Notice.objects.filter(at__lt=now - KEPT_FOR).delete()[0]


def count_unread(member):
    """How many notices wait to be read; 1 query."""
    return Notice.objects.filter(member=member).unread().count()


def _wanted(members, kind, key):
    """[(number of a member, how)] of those who are to be told."""
    if not members:
        return []
    if len(members) == 1:
        (member,) = members
        rows = _wanted_by_one(member=member, kind=kind, key=key)
    else:
        rows = _wanting(kind, key).filter(pk__in=members)
    pairs = [(pk, How(how or USUAL_HOW[kind])) for pk, how in rows]
    return [(pk, how) for pk, how in pairs if how != How.OFF]


def _wanting(kind, key):
    """(number of a member, how they chose to be told) of all who were not told under this key."""
    told = FilteredRelation("notices", condition=Q(notices__key=key))
    chosen = FilteredRelation("notice_choices", condition=Q(notice_choices__kind=kind))
    people = Member.objects.open().annotate(told=told, chosen=chosen).filter(told__pk__isnull=True)
    return people.order_by("pk").values_list("pk", "chosen__how")


@prepared
def _wanted_by_one(member, kind, key):
    return _wanting(kind, key).filter(pk=member)


def _body(said):
    detail = f"\n\n{said['detail']}" if said["detail"] else ""
    return f"{said['text']}{detail}\n\n{outbox.absolute(said['url'])}"


def _choose(member, hows):
    for kind, how in hows.items():
        NoticeChoice.objects.update_or_create(member=member, kind=kind, defaults={"how": how})
    unwanted = [kind for kind, how in hows.items() if how != How.AT_ONCE]
    outbox.drop(Mail.objects.filter(member=member, kind__in=unwanted))
    undigested = [kind for kind, how in hows.items() if how != How.WEEKLY]
    Notice.objects.filter(member=member, kind__in=undigested, for_digest=True).update(for_digest=False)
