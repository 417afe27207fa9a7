"""Asking again: when something is published for a need, those who missed it get one question.

Asked are members who called the need important (4 or 5) and badly covered (1 or 2) in its newest wave and agreed to
be asked. Whoever answered without an account left at most an address, apart from the answers: nobody can know what
they said of this need, so all addresses of its waves are asked, and the page has an answer for those who did not
miss it. Nobody is asked more than once in 30 days; what comes meanwhile waits for its turn.
"""

from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Avg, Count
from django.urls import reverse
from django.utils.translation import gettext as _

from content.enums import Status
from content.publishing import Refused
from people import notices, outbox
from people.enums import NoticeKind
from people.models import Member
from surveys.enums import VOTED, CoverageState, NeedState
from surveys.models import Answer, AskAgain, Coverage, Item, SecondQuestion

IMPORTANT, BADLY_COVERED = 4, 2
PAUSE = timedelta(days=30)
A_ROUND = 200  # people asked in one round of the worker
_signer = Signer(salt="surveys.asking")
_stopper = Signer(salt="surveys.asking.stop")


def plan(now):
    """Note whom to ask about artefacts that were found to answer a need; answers how many questions are new."""
    ready = Coverage.objects.filter(
        state=CoverageState.CONFIRMED,
        asked_at__isnull=True,
        artefact__status=Status.PUBLISHED,
        need__state__in=[*sorted(VOTED), NeedState.DELIVERED],
    )
    return sum(_plan_one(pk, now) for pk in list(ready.order_by("pk").values_list("pk", flat=True)))


def send(today):
    """Ask everybody whose turn it is one question, by notice or mail; answers how many were asked."""
    waiting = SecondQuestion.objects.filter(asked_on__isnull=True, artefact__status=Status.PUBLISHED)
    since = today - PAUSE
    lately = SecondQuestion.objects.filter(asked_on__gt=since, member__isnull=False).values("member")
    members = waiting.filter(member__in=Member.objects.open()).exclude(member__in=lately)
    known = AskAgain.objects.filter(asked_on__gt=since).values("email")
    addresses = waiting.filter(address__isnull=False).exclude(address__email__in=known)
    asked = sum(_ask_member(pk, today) for pk in _firsts(members, "member_id"))
    return asked + sum(_ask_address(pk, today) for pk in _firsts(addresses, "address__email"))


def token_of(question):
    """What its address is made of: nobody can make another one."""
    return _signer.sign(question.pk.hex)


def read_token(token):
    """The question that a token is for, or None."""
    try:
        known = _signer.unsign(token)
    except BadSignature:
        return None
    found = SecondQuestion.objects.select_related("need", "artefact").filter(pk=known, asked_on__isnull=False)
    return found.first()


def answer(question, said):
    """Keep how well it is covered now, 1 to 5, or None for no opinion; another answer takes its place."""
    if said is not None and said not in range(1, 6):
        raise Refused(_("Choose one of the five, or say that you cannot tell."))
    SecondQuestion.objects.filter(pk=question.pk).update(coverage=said, no_opinion=said is None)


def way_out(address):
    """What the way out of an address's mails is made of."""
    return _stopper.sign(str(address.pk))


def is_way_out(token):
    """Whether we signed it."""
    try:
        return bool(_stopper.unsign(token))
    except BadSignature:
        return False


def stop(token):
    """Never write to this address again: it goes from all waves, with what waited for it. Twice changes nothing."""
    address = AskAgain.objects.filter(pk=int(_stopper.unsign(token))).first()
    if address is not None:
        AskAgain.objects.filter(email=address.email).delete()


def answered(need):
    """(how many answered the second question, their mean, the same people's mean before); None without a number."""
    rows = SecondQuestion.objects.filter(need=need, coverage__isnull=False)
    found = rows.aggregate(n=Count("pk"), after=Avg("coverage"), known=Count("before"), before=Avg("before"))
    # Of those without an account nobody knows what they said before: then there is no mean of the same people.
    return found["n"], found["after"], found["before"] if found["known"] == found["n"] else None


def forget(member):
    """Answers stay without the member; questions without an answer go. Inside the caller's transaction."""
    SecondQuestion.objects.filter(member=member, coverage__isnull=True).delete()
    SecondQuestion.objects.filter(member=member).update(member=None)


@transaction.atomic
def _plan_one(pk, now):
    if not Coverage.objects.filter(pk=pk, asked_at__isnull=True).update(asked_at=now):
        return 0
    coverage = Coverage.objects.select_related("need", "artefact").get(pk=pk)
    about = {"need": coverage.need, "artefact": coverage.artefact}
    rows = [SecondQuestion(member_id=one, before=said, **about) for one, said in _members(coverage)]
    waves = Item.objects.filter(need=coverage.need).values("question__wave")
    addresses = {row.email: row for row in AskAgain.objects.filter(wave__in=waves).order_by("email", "pk")}
    rows += [SecondQuestion(address=row, **about) for row in addresses.values()]
    SecondQuestion.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return len(rows)


def _members(coverage):
    """[(member, coverage they said)] of those who missed the need in the newest wave they answered in."""
    given = Answer.objects.filter(
        item__need=coverage.need,
        importance__isnull=False,
        coverage__isnull=False,
        response__member__isnull=False,
        response__may_be_asked=True,
    ).exclude(response__member=coverage.artefact.creator_id)
    rows = given.order_by("response__wave__number", "response__wave").values_list(
        "response__member", "importance", "coverage"
    )
    newest = {member: (importance, said) for member, importance, said in rows}
    return [
        (member, said)
        for member, (importance, said) in sorted(newest.items())
        if importance >= IMPORTANT and said <= BADLY_COVERED
    ]


def _firsts(rows, who):
    """The first question that waits for each of ``who``, at most a round of them."""
    first = {}
    for pk, key in rows.order_by("need", "artefact", "pk").values_list("pk", who):
        first.setdefault(key, pk)
        if len(first) == A_ROUND:
            break
    return list(first.values())


@transaction.atomic
def _ask_member(pk, today):
    if not SecondQuestion.objects.filter(pk=pk, asked_on__isnull=True).update(asked_on=today):
        return False
    question = SecondQuestion.objects.select_related("need", "artefact", "member").get(pk=pk)
    words = {"need": question.need.title, "title": question.artefact.title}
    text = _("How well is “%(need)s” covered now? “%(title)s” was published for it. One click.") % words
    said = {"url": _path(question), "thing": f"need:{question.need_id}", "about": question.need.title}
    return notices.tell(
        question.member, kind=NoticeKind.NEED, text=text, key=f"asked-{question.pk.hex}", **said
    )


@transaction.atomic
def _ask_address(pk, today):
    question = SecondQuestion.objects.select_related("need", "artefact", "address").get(pk=pk)
    address = question.address
    asked = SecondQuestion.objects.filter(pk=pk, asked_on__isnull=True)
    # From here on nothing leads from the question to the address.
    if address is None or not asked.update(asked_on=today, address=None):
        return False
    AskAgain.objects.filter(email=address.email).update(asked_on=today)
    stop = reverse("not_again", args=[way_out(address)])
    subject = _("How well is “%(need)s” covered now?") % {"need": question.need.title}
    lines = [
        _("You answered a survey and wanted to be asked again when something is published for a need."),
        _("“%(title)s” was published for “%(need)s”. How well is it covered now? One click:")
        % {"title": question.artefact.title, "need": question.need.title},
        outbox.absolute(_path(question)),
        _("Never ask this address again: %(url)s") % {"url": outbox.absolute(stop)},
    ]
    outbox.post_to_address(
        address.email, key=f"asked:{question.pk.hex}", subject=subject, body="\n\n".join(lines)
    )
    return True


def _path(question):
    return reverse("asked_again", args=[token_of(question)])
