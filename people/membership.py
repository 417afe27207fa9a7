"""What this room holds on a member, with the tables of the account packages and the desk's log."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Follow, FormerSlug, Mail, Notice, NoticeChoice, Organisation
from people.privacy import Effects, Holding

SAID = ("name", "slug", "email", "headline", "links", "maturity", "tools", "default_licence", "theme")
ROLE = ("kind", "title", "speaks_for", "since", "until", "affiliation_id")
AFFILIATION = ("id", "since", "until", "name_shown")
NOTICE = ("kind", "text", "detail", "url", "about", "at", "read_at")
MAIL = ("subject", "body", "state", "created_at", "sent_at")
ORGANISATION = ("name", "size_band", "sector", "region", "is_vendor")


def export(member):
    """Everything but secrets: passwords, keys and session keys would only help a thief of the ZIP."""
    return {
        "member": {name: getattr(member, name) for name in (*SAID, "date_joined", "last_login", "is_staff")},
        "former_slugs": list(member.former_slugs.order_by("pk").values("slug", "leads_on", "since")),
        "addresses": list(EmailAddress.objects.filter(user=member).values("email", "verified", "primary")),
        "roles": list(member.roles.order_by("pk").values(*ROLE)),
        "affiliations": _affiliations(member),
        "second_factors": _second_factors(member),
        "sessions": list(
            UserSession.objects.filter(user=member).values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "follows": list(member.follows.order_by("pk").values("member__name", "at")),
        "notices": list(Notice.objects.filter(member=member).order_by("pk").values(*NOTICE)),
        "notice_choices": list(
            NoticeChoice.objects.filter(member=member).order_by("pk").values("kind", "how")
        ),
        "mails": list(Mail.objects.filter(member=member).order_by("pk").values(*MAIL)),
        "desk_log": list(
            LogEntry.objects.filter(user=member).values("action_time", "object_repr", "change_message")
        ),
    }


def effects(member):
    goes = [
        _("Your e-mail address, password, passkeys and authenticator app; you are signed out everywhere."),
        _("Your page, its address and those it had before, headline and links."),
        _("Whom you follow, and that others follow you."),
        _("Your notices, how you wanted to be told, and mails that were not sent yet."),
    ]
    stays = []
    if LogEntry.objects.filter(user=member).exists():
        stays.append(_("What you decided as a moderator stays in the log of the desk."))
    return Effects(goes, stays)


def erase(member, *, keep_name):
    """The account's rows go. Roles stay, ended, beside work that stays under the name; else they go as well."""
    _end_sessions(member)
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()
    for rows in (FormerSlug, Notice, NoticeChoice, Mail):
        rows.objects.filter(member=member).delete()
    Follow.objects.filter(Q(by=member) | Q(member=member)).delete()
    caused = Notice.objects.filter(by=member)
    if keep_name:
        caused.update(by=None)
    else:  # their texts name the member
        caused.delete()
    member.groups.clear()
    member.user_permissions.clear()
    if keep_name:
        today = timezone.localdate()
        for rows in (member.roles, member.affiliations):
            rows.filter(until__isnull=True).update(until=Greatest(F("since"), Value(today)))
    else:
        member.roles.all().delete()
        organisations = list(member.affiliations.values_list("organisation_id", flat=True))
        member.affiliations.all().delete()
        Organisation.objects.filter(pk__in=organisations, affiliations=None).delete()


def _affiliations(member):
    rows = member.affiliations.order_by("pk").select_related("organisation")
    return [
        {name: getattr(row, name) for name in AFFILIATION}
        | {"organisation": {name: getattr(row.organisation, name) for name in ORGANISATION}}
        for row in rows
    ]


def _second_factors(member):
    rows = Authenticator.objects.filter(user=member).order_by("pk")
    return [
        {"kind": row.type, "name": str(row), "created_at": row.created_at, "last_used_at": row.last_used_at}
        for row in rows
    ]


def sweep_sessions(now):
    """Delete the sessions that ended before ``now`` and what is known of where they were; answers how many rows."""
    ended = Session.objects.filter(expire_date__lt=now).delete()[0]
    left = Session.objects.filter(session_key=OuterRef("session_key"))
    return ended + UserSession.objects.filter(~Exists(left)).delete()[0]


def _end_sessions(member):
    rows = UserSession.objects.filter(user=member)
    for key in rows.values_list("session_key", flat=True):
        SessionStore(key).delete()
    rows.delete()


HOLDING = Holding(
    name="people",
    covers=frozenset(
        {
            "people.FormerSlug.member",
            "people.Role.member",
            "people.Affiliation.member",
            "people.Follow.by",
            "people.Follow.member",
            "people.Notice.member",
            "people.Notice.by",
            "people.NoticeChoice.member",
            "people.Mail.member",
            "people.Member_groups.member",
            "people.Member_user_permissions.member",
            "account.EmailAddress.user",
            "mfa.Authenticator.user",
            "usersessions.UserSession.user",
            "admin.LogEntry.user",
        }
    ),
    export=export,
    effects=effects,
    erase=erase,
)
