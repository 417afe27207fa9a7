"""allauth's forms with our words: no placeholders, errors that say what to do.

The wording of everything else on its pages stands in ``back2itsm/locale/en_GB``.
"""

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MFAReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

REQUIRED = {
    "email": _("Enter your e-mail address"),
    "login": _("Enter your e-mail address"),
    "password": _("Enter your password"),
    "oldpassword": _("Enter the password you have now"),
    "password1": _("Enter a password"),
    "password2": _("Enter the password once more"),
    "code": _("Enter the code"),
    "credential": _(
        "Your browser sent no passkey. This needs JavaScript and a device that knows the passkey."
    ),
}
PASSWORD_HINT = _("At least 10 characters, and none of the common ones.")


class OurWords:
    """For any of allauth's forms; ``required`` has words for fields that mean something else elsewhere."""

    required = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = PASSWORD_HINT
            if name == "login":
                field.label = _("E-mail address")
            if words := self.required.get(name) or REQUIRED.get(name):
                field.error_messages["required"] = words


class LoginForm(OurWords, account.LoginForm):
    pass


class SignupForm(OurWords, account.SignupForm):
    required = {"name": _("Enter the name others will see")}

    def try_save(self, request):
        """A known address takes as long as a new one: the password is hashed either way, or time would tell."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(OurWords, account.AddEmailForm):
    pass


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(OurWords, account.SetPasswordForm):
    pass


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):
    pass


class RequestLoginCodeForm(OurWords, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(OurWords, account.ConfirmLoginCodeForm):
    pass


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    pass


class SecondFactorForm(OurWords, AuthenticateForm):
    pass


class ActivateAppForm(OurWords, ActivateTOTPForm):
    pass


class CodeAgainForm(OurWords, MFAReauthenticateForm):
    pass


class NamesPasskey(OurWords):
    """For the forms that name a passkey; the database keeps the name as JSON, so its length is ours to limit."""

    required = {"name": _("Enter a name for the passkey")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = _("Name")
        name.help_text = _("So that you can tell your passkeys apart, such as “Phone” or “Blue key”.")
        name.max_length = 60
        name.widget.attrs["maxlength"] = 60
        name.validators += [MaxLengthValidator(60), ProhibitNullCharactersValidator()]


class AddPasskeyForm(NamesPasskey, webauthn.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.label = _("Sign in with it alone, without a password")
        alone.help_text = _("Your device then asks for your finger, face or PIN.")
        alone.initial = True


class EditPasskeyForm(NamesPasskey, webauthn.EditWebAuthnForm):
    pass


class PasskeyForm(OurWords, webauthn.AuthenticateWebAuthnForm):
    pass


class PasskeyLoginForm(OurWords, webauthn.LoginWebAuthnForm):
    pass


class PasskeyAgainForm(OurWords, webauthn.ReauthenticateWebAuthnForm):
    pass
