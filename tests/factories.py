"""Rows for tests: small, boring, plain functions. What a test is about, it says in its own arguments."""

from itertools import count

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from content.drafting import DECLARATION
from content.enums import State, Status
from content.models import Artefact, File, Kind, Licence, Practice, Version
from people.models import Member
from people.naming import free_slug

_numbers = count(1)
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def member(name="Alice", **fields):
    """A member with a verified address; signs in with the password "correct horse", staff with a code as well."""
    email = fields.pop("email", f"{name.split()[0].lower()}{next(_numbers)}@example.org")
    person = Member.objects.create_user(email, fields.pop("password", "correct horse"), name=name, **fields)
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    if person.is_staff:
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": TOTP_SECRET})
    return person


def moderator(name="Mona", **fields):
    """A member who keeps the house."""
    return member(name, is_staff=True, is_superuser=True, **fields)


def kind(slug="template", **fields):
    """The kind with this slug, as the taxonomy has it or made here."""
    return Kind.objects.get_or_create(slug=slug, defaults={"label": slug.capitalize()} | fields)[0]


def practice(slug="incident-management", **fields):
    label = slug.replace("-", " ").capitalize()
    return Practice.objects.get_or_create(
        slug=slug, defaults={"label": label, "group": "Service management"} | fields
    )[0]


def licence(spdx="CC-BY-4.0", **fields):
    words = {"name": spdx, "short": spdx, "plain_words": "Name the author.", "may": "Use it, change it"}
    return Licence.objects.get_or_create(spdx=spdx, defaults=words | fields)[0]


def artefact(by=None, *, title="Major incident review workbook", published=True, files=(), **fields):
    """An artefact with version 1.0, published unless told otherwise.

    ``files`` are (name, bytes) pairs; ``practices``, ``tags`` and the like are lists, ``body`` is Markdown.
    """
    now = fields.pop("published_at", None) or timezone.now()
    many = {name: fields.pop(name) for name in ("practices", "frameworks", "audiences") if name in fields}
    body, tags = fields.pop("body", ""), fields.pop("tags", ())
    by = by or member(f"Alice {next(_numbers)}")
    made = Artefact.objects.create(
        creator=by,
        title=title,
        slug=free_slug(title, Artefact),
        kind=fields.pop("kind", None) or kind(),
        **fields,
    )
    said = {"declared_at": now, "declaration": DECLARATION}
    version = Version.objects.create(artefact=made, by=by, body=body, licence=licence(), **said)
    for name, rows in many.items():
        getattr(made, name).set(rows)
    made.tags.add(*tags)
    for position, (name, content) in enumerate(files):
        File.objects.create(
            version=version,
            name=name,
            position=position,
            size=len(content),
            extension=name.rpartition(".")[2],
        )
    if published:
        Version.objects.filter(pk=version.pk).update(state=State.PUBLISHED, published_at=now)
        Artefact.objects.filter(pk=made.pk).update(
            status=Status.PUBLISHED, current=version, published_at=now, confirmed_at=now
        )
        made.refresh_from_db()
    return made
