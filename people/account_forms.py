"""allauth's forms with our words: no placeholders, errors that say what to do.

The wording of everything else on its pages stands in ``locale/en_GB``.
"""

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

REQUIRED = {
    "email": _("Enter your e-mail address"),
    "login": _("Enter your e-mail address"),
    "password": _("Enter your password"),
    "oldpassword": _("Enter the password you have now"),
    "password1": _("Enter a password"),
    "password2": _("Enter the password once more"),
    "code": _("Enter the code"),
}
PASSWORD_HINT = _("At least 10 characters, and none of the common ones.")


class OurWords:
    """For any of allauth's forms."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = PASSWORD_HINT
            if name == "login":
                field.label = _("E-mail address")
            if name in REQUIRED:
                field.error_messages["required"] = REQUIRED[name]


class LoginForm(OurWords, account.LoginForm):
    pass


class SignupForm(OurWords, account.SignupForm):
    pass


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
