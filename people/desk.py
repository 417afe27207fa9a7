"""Who may sit at the moderators' desk: the first key to it, handed out on the command line."""

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from people.models import Member

SALT = "people.desk"
GOOD_FOR_SECONDS = 3600


class StaleOffer(Exception):
    """The link was used, is too old, or was never ours."""


def offer_desk(email: str) -> str:
    """A token with which whoever holds it becomes moderator as the member with this address.

    Creates the member if there is none, without a password. Good for an hour and for one use: it is bound to
    the last sign-in and the password, so any sign-in in between ends it.
    """
    member = Member.objects.filter(email__iexact=email).first()
    if member is None:
        member = Member.objects.create_user(email)
    return signing.dumps([member.pk, _mark(member)], salt=SALT)


def read_offer(token: str) -> Member:
    """Whom the token is for; raises StaleOffer. Changes nothing, so that link scanners use nothing up."""
    try:
        pk, mark = signing.loads(token, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature as error:
        raise StaleOffer from error
    member = Member.objects.filter(pk=pk, closed_at__isnull=True).first()
    if member is None or _mark(member) != mark:
        raise StaleOffer
    return member


def claim_desk(token: str) -> Member:
    """Makes the member a moderator with a verified address; raises StaleOffer for every use but the first."""
    member = read_offer(token)
    with transaction.atomic():
        unchanged = Member.objects.filter(
            pk=member.pk, last_login=member.last_login, password=member.password
        )
        if not unchanged.update(is_staff=True, is_superuser=True, is_active=True, last_login=timezone.now()):
            raise StaleOffer
        EmailAddress.objects.filter(user=member).exclude(email=member.email).update(primary=False)
        EmailAddress.objects.update_or_create(
            user=member, email=member.email, defaults={"verified": True, "primary": True}
        )
    member.refresh_from_db()
    return member


def _mark(member: Member) -> str:
    state = f"{member.password}{member.last_login and member.last_login.isoformat()}"
    return salted_hmac(SALT, state, algorithm="sha256").hexdigest()[:32]
