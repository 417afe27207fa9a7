"""The weekly mail: what a member was told before this Monday and has not read.

At most ten items of what concerns them, and behind these at most ten of what is new in their practices.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import outbox
from people.enums import DIGEST, NoticeKind
from people.models import Member, Notice

MOST_ITEMS = 10


@dataclass(frozen=True)
class Digest:
    """One member's mail: the newest notices, new work last, and how many more there are."""

    member: Member
    week: str  # "2026-W47"
    until: datetime
    items: list[Notice]
    more: int

    @property
    def subject(self):
        n = len(self.items) + self.more
        return ngettext("%(n)d thing you may want to know", "%(n)d things you may want to know", n) % {"n": n}

    @property
    def body(self):
        """The items below what they are about."""
        groups = {}
        for item in self.items:
            groups.setdefault(item.thing or str(item.pk), []).append(item)
        parts = [_lines(items) for items in groups.values()]
        if self.more:
            parts.append(
                _("And %(n)d more: %(url)s") % {"n": self.more, "url": outbox.absolute(reverse("notices"))}
            )
        return "\n\n".join(parts)


def monday(now):
    """When the week began that ``now`` is in."""
    today = timezone.localtime(now).date()
    return timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time()))


def planned(now):
    """The mails to be made now. One made this week already finds nothing left to say."""
    until = monday(now)
    rows = Notice.objects.for_digest(until).filter(member__in=Member.objects.open())
    rows = rows.select_related("member").order_by("member", "-pk")
    week = f"{until:%G-W%V}"
    for member, found in groupby(rows.iterator(), key=lambda row: row.member):
        items = list(found)
        shown = _chosen(items)
        yield Digest(member, week, until, shown, len(items) - len(shown))


def post(now):
    """Put the week's mails into the outbox; answers how many. Interrupted or repeated, each is made once."""
    made = 0
    for digest in list(planned(now)):
        with transaction.atomic():
            said = {"subject": digest.subject, "body": digest.body}
            outbox.post_all([digest.member.pk], kind=DIGEST, key=f"digest:{digest.week}", **said)
            told = Notice.objects.filter(member=digest.member, for_digest=True, at__lt=digest.until)
            told.update(for_digest=False)
        made += 1
    return made


def _chosen(items):
    """The newest of both sorts: new work crowds out nothing that concerns the member."""
    new = [item for item in items if item.kind == NoticeKind.INTEREST]
    others = [item for item in items if item.kind != NoticeKind.INTEREST]
    return others[:MOST_ITEMS] + new[:MOST_ITEMS]


def _lines(items):
    head = [items[0].about] if items[0].about else []
    return "\n".join([*head, *(f"- {item.text}\n  {outbox.absolute(item.url)}" for item in items)])
