"""Names in addresses and in avatars."""

import unicodedata
from uuid import uuid4

from django.utils.text import Truncator, slugify

MOST_QUOTED = 80  # characters of a title within a sentence


def free_slug(name, model, *, fallback="member", former=()):
    """A slug for ``name`` that no row of ``model`` has; names without Latin letters get the fallback.

    Nor one of the querysets in ``former``: addresses that somebody had.

    Two people may pick the same name at once, so a clash adds random characters, not the next number:
    the unique constraint then has nothing to decide.
    """
    base = slugify(name)[:60] or fallback
    owners = (model._default_manager.all(), *former)
    if base != fallback and not any(rows.filter(slug=base).exists() for rows in owners):
        return base
    return f"{base}-{uuid4().hex[:6]}"


def initials(name):
    """At most two letters for an avatar: first and last word, or a question mark for none."""
    words = [word for word in name.split() if word[0].isalnum()]
    picked = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(unicodedata.normalize("NFC", word)[0] for word in picked).upper() or "?"


def one_line(text):
    """The text on one line, without characters that are not to be seen: fit for a subject or a heading."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())


def quoted(title):
    """A title as a sentence quotes it: on one line, and so short that the rest of a subject is read as well."""
    return Truncator(one_line(title)).chars(MOST_QUOTED)
