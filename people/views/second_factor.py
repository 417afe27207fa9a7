"""Setting up a second factor: allauth's own pages, which take what was just shown as the proof that it is."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView


class _ProvesItself:
    """Who set up an app or a passkey a moment ago need not use it again to see the recovery codes.

    A member without a password could prove nothing before, so that allauth asked straight after the set-up. It
    says nothing more than the set-up did: whoever could do that had the session, and holds the factor.
    """

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


activate_app = ActivateApp.as_view()
add_passkey = AddPasskey.as_view()
