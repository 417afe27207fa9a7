"""What the house does when it starts."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils.translation import gettext, ngettext, trans_real

from back2itsm import apps


def catalogue(*entries, further=None):
    return SimpleNamespace(_catalog=dict.fromkeys(entries, "x"), _fallback=further)


def test_words_are_ours_or_stay_as_they_are():
    assert trans_real.translation(settings.LANGUAGE_CODE)._fallback is None
    assert gettext("Sign In") == "Sign in"
    assert gettext("Nobody translates this.") == "Nobody translates this."
    assert [ngettext("%d unheard of", "%d unheard ofs", n) for n in (1, 2)] == [
        "%d unheard of",
        "%d unheard ofs",
    ]


@pytest.mark.parametrize(
    ("further", "is_kept"),
    [
        (catalogue("", further=catalogue("")), False),
        (catalogue("", further=SimpleNamespace(_fallback=None)), False),
        (catalogue("", further=catalogue("", "Some words")), True),
    ],
)
def test_a_further_catalogue_with_words_is_asked(monkeypatch, further, is_kept):
    first = catalogue("Sign In", further=further)
    monkeypatch.setattr(trans_real, "translation", lambda _language: first)

    apps._ask_our_words_only()

    assert (first._fallback is further) is is_kept
