"""Other ways to sign in: allauth's own pages, for whoever has just proved that it is them."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import EmailView, PasswordSetView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView

from people.views.proving import code_first


class _ProvesItself:
    """Who set up an app or a passkey a moment ago need not use it again to see the recovery codes."""

    kind = ""

    def form_valid(self, form):
        answer = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, method="mfa", type=self.kind, reauthenticated=True
        )
        return answer


class ActivateApp(_ProvesItself, ActivateTOTPView):
    kind = "totp"


class AddPasskey(_ProvesItself, AddWebAuthnView):
    kind = "webauthn"


def _changes_an_address(request):
    """The page itself may be looked at, and a mail to confirm an address sent again."""
    return request.method == "POST" and "action_send" not in request.POST


activate_app = code_first("app")(ActivateApp.as_view())
add_passkey = code_first("passkey")(AddPasskey.as_view())
addresses = code_first("address", asks=_changes_an_address)(EmailView.as_view())
set_password = code_first("password")(PasswordSetView.as_view())
