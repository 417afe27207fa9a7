"""What members say about themselves: name and links, what they do, and where.

Roles and affiliations are append-only: a change ends the row that stands and starts another, so that work
shared under the former keeps it.
"""

from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from people import privacy
from people.answers import demand
from people.enums import SpeaksFor, Theme
from people.models import Affiliation, FormerSlug, Member, Organisation, Role
from people.prepared import prepared
from people.rules import may_change

SAID = frozenset({"name", "headline", "links", "maturity", "tools", "default_licence"})
MOST_FORMER = 10  # addresses kept for one member, or a few people could take all the good ones
_KEPT_BY_ROLE = ("kind", "title", "since")


def describe(member, *, by, leads_on=None, **fields):
    """Change some of ``SAID``. A new name brings a new slug; the old one stays the member's and answers 404.

    With ``leads_on`` all their former ones lead to the new one, until it is said otherwise; None leaves that as it is.
    """
    demand(may_change(by, member))
    if unknown := fields.keys() - SAID:
        raise TypeError(f"A member says nothing of {', '.join(sorted(unknown))}.")
    is_renamed = fields.get("name", member.name) != member.name
    for name, value in fields.items():
        setattr(member, name, value)
    with transaction.atomic():
        if is_renamed:
            _rename(member, fields["name"])
        member.save(update_fields=[*fields, *(["slug"] if is_renamed else [])])
        if leads_on is not None:
            member.former_slugs.update(leads_on=leads_on)
        if is_renamed or "headline" in fields:
            privacy.tell_renamed(member)
    return member


def choose_theme(member, theme, *, by):
    """Keep the colours with the account, so that each device shows them after signing in."""
    demand(may_change(by, member))
    member.theme = Theme(theme)
    member.save(update_fields=["theme"])
    return member


def _rename(member, name):
    """Two people may take the same name at once: the second then gets a slug with random characters."""
    if slugify(name)[:60] == member.slug:
        return
    before, slug = member.slug, Member.objects.free_slug(name, of=member)
    try:
        with transaction.atomic():
            Member.objects.filter(pk=member.pk).update(slug=slug)
    except IntegrityError:
        # Taken in between: this answer has random characters.
        slug = Member.objects.free_slug(name, of=member)
    member.slug = slug
    member.former_slugs.filter(slug=slug).delete()
    FormerSlug.objects.create(member=member, slug=before)
    kept = member.former_slugs.order_by("-since", "-pk")[:MOST_FORMER]
    member.former_slugs.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


@transaction.atomic
def take_role(member, *, by, kind, title="", speaks_for=SpeaksFor.SELF, affiliation=None, since=None):
    """Start a role. ``affiliation`` is the member's current one or None; speaking for it needs it.

    Raises ValueError for an affiliation of somebody else or a former one.
    """
    demand(may_change(by, member))
    if affiliation is not None and (affiliation.member_id != member.pk or affiliation.until is not None):
        raise ValueError("A role is held at one's own organisation of today.")
    if speaks_for == SpeaksFor.ORGANISATION and affiliation is None:
        raise ValueError("Nobody speaks for an organisation they are not at.")
    said = {"kind": kind, "title": title, "since": since or timezone.localdate()}
    return Role.objects.create(member=member, speaks_for=speaks_for, affiliation=affiliation, **said)


def end_role(role, *, by, until=None):
    """The role is held no longer. Ended before, it stays as it is."""
    demand(may_change(by, role.member))
    _end(role, until)
    return role


@transaction.atomic
def change_role(role, *, by, **fields):
    """End the role and start another in its place; answers the new one."""
    end_role(role, by=by)
    return take_role(role.member, by=by, **fields)


@transaction.atomic
def join_organisation(member, *, by, name_shown=False, since=None, **facts):
    """The organisation a member works at from now on, in place of the former one.

    ``facts`` are name, size_band, sector, region and is_vendor. Roles held at the former go on at this one.
    """
    demand(may_change(by, member))
    former = current_affiliation(member)
    joined = Affiliation.objects.create(
        member=member,
        organisation=Organisation.objects.create(**facts),
        name_shown=name_shown,
        since=since or timezone.localdate(),
    )
    if former is not None:
        _hand_on(member, former, joined, by)
        _end(former)
    privacy.tell_standing_changed(member)
    return joined


@transaction.atomic
def leave_organisation(affiliation, *, by, until=None):
    """The member works there no longer; roles held there go on, speaking for oneself."""
    demand(may_change(by, affiliation.member))
    _hand_on(affiliation.member, affiliation, None, by)
    _end(affiliation, until)
    privacy.tell_standing_changed(affiliation.member)
    return affiliation


def standing(member):
    """In which role, and for which organisation, a member speaks now: what a contribution keeps."""
    rows = _newest_role(member=member.pk)
    role = Role.from_db(DEFAULT_DB_ALIAS, _ROLE, rows[0]) if rows else None
    return {"as_role": role, "as_organisation_id": role.affiliation_id if role else None}


_ROLE = [field.attname for field in Role._meta.concrete_fields]


@prepared
def _newest_role(member):
    rows = Role.objects.filter(member=member, until__isnull=True).order_by("-since", "-pk")
    return rows.values_list(*_ROLE)[:1]


def current_affiliation(member):
    """Where the member works now, with the organisation; or None."""
    rows = member.affiliations.filter(until__isnull=True).select_related("organisation")
    return rows.order_by("-since", "-pk").first()


def current_roles(member):
    """The roles held now, newest first, with their organisations."""
    rows = member.roles.filter(until__isnull=True).select_related("affiliation__organisation")
    return rows.order_by("-since", "-pk")


def _hand_on(member, former, joined, by):
    for role in member.roles.filter(affiliation=former, until__isnull=True):
        said = {name: getattr(role, name) for name in _KEPT_BY_ROLE}
        voice = role.speaks_for if joined else SpeaksFor.SELF
        change_role(role, by=by, affiliation=joined, speaks_for=voice, **said)


def _end(row, until=None):
    """A row that was to start later ends on the day it starts: it never was."""
    row.until = max(until or timezone.localdate(), row.since)
    if not type(row).objects.filter(pk=row.pk, until__isnull=True).update(until=row.until):
        row.refresh_from_db(fields=["until"])
