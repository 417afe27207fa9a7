"""A code by mail, for members who have neither password nor second factor to prove that it is them."""

import secrets
import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"  # no vowels: no words; no 0 and O, 1 and I
LENGTH = 8
CODE_SECONDS = 600
FRESH_SECONDS = 300
MOST_TRIES = 5
_CODE, _CONFIRMED = "confirming_code", "confirmed_at"


def send_code(request):
    """Mail a new code to the signed-in member; a former one is good no longer."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    request.session[_CODE] = {"mark": _mark(request.user, code), "at": time.time(), "tries": 0}
    context = {"code": f"{code[:4]}-{code[4:]}", "user": request.user, "request": request}
    get_adapter(request).send_mail("people/email/confirm", request.user.email, context)


def is_sent(request):
    """Whether a code is on its way that can still be entered."""
    state = request.session.get(_CODE)
    return bool(state) and state["tries"] < MOST_TRIES and time.time() - state["at"] < CODE_SECONDS


def confirm(request, typed):
    """Whether this is the code; five tries, ten minutes. The right one counts for five minutes."""
    if not is_sent(request):
        return False
    state = request.session[_CODE]
    state["tries"] += 1
    request.session.modified = True
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    if not constant_time_compare(state["mark"], _mark(request.user, code)):
        return False
    del request.session[_CODE]
    note(request)
    return True


def note(request):
    """Whoever holds this session has just proved who they are, as well as a code by mail would."""
    request.session[_CONFIRMED] = time.time()


def is_fresh(request):
    """Whether the member entered a code within the last five minutes, here or to sign in."""
    codes = [
        one["at"] for one in get_authentication_records(request, request.user) if one["method"] == "code"
    ]
    return time.time() - max([request.session.get(_CONFIRMED, 0), *codes]) < FRESH_SECONDS


def _mark(member, code):
    return salted_hmac("people.confirming", f"{member.pk}:{code}", algorithm="sha256").hexdigest()
