"""Where allauth meets our member."""

from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Member
from people.outbox import leads_nowhere


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request, user, form, commit=True):
        """A new member gets the name they typed and a slug nobody has."""
        user.name = form.cleaned_data["name"]
        user.slug = Member.objects.free_slug(user.name)
        return super().save_user(request, user, form, commit=commit)

    def send_mail(self, template_prefix, email, context):
        """Every link in a mail leads to SITE_URL, whatever Host header came; none goes where nobody can be."""
        if leads_nowhere(email):
            return
        links = {name: on_our_site(value) for name, value in context.items() if name.endswith("_url")}
        site = SimpleNamespace(name="Back2ITSM", domain=urlsplit(settings.SITE_URL).netloc)
        super().send_mail(template_prefix, email, context | links | {"current_site": site})


class SecondFactorAdapter(DefaultMFAAdapter):
    # Nobody sends these codes: an app shows them, or they were kept on paper.
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("The code is not right, was used before or is too old"),
    }

    def generate_authenticator_name(self, user, type):
        """What a new passkey is called until its owner says better: "Passkey 2"."""
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": known + 1}

    def _get_site_name(self):
        return "Back2ITSM"


def on_our_site(url):
    """The same address below SITE_URL."""
    ours = urlsplit(settings.SITE_URL)
    return urlsplit(url)._replace(scheme=ours.scheme, netloc=ours.netloc).geturl()
