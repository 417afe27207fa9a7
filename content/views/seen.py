"""Two windows on one draft: what the other one wrote since a form was shown is not overwritten unasked.

A form carries a short mark of each value it was made from. A field that holds another value by now, and is to
get yet another, is shown with both: what was typed stands in the form, what was written elsewhere above it.
Sending the form again then is the answer. The mark guards a member against their own other window only, so that
a form without one is taken as it is.
"""

import json
from hashlib import blake2b

from django.forms import FileField
from django.utils.translation import gettext as _

FIELD = "seen"
_LONGEST = 4000  # characters of the marks of one form


def mark(*forms):
    """The value of the hidden field: a mark of each value that the forms would show if nothing were typed."""
    return " ".join(f"{name}:{digest(value)}" for form in forms if form for name, value in _stored(form))


def digest(value):
    """A few characters that change with the value; lists count as sets."""
    plain = sorted(map(str, value)) if isinstance(value, list | tuple) else value
    return blake2b(json.dumps(plain, default=str).encode(), digest_size=6).hexdigest()


def elsewhere(data, *forms):
    """[(label, words)]: what was written elsewhere since the page that sent ``data`` was shown, and differs from it.

    ``forms`` are bound to ``data``, with what is stored as their initial values; one that is not there is None.
    """
    seen = dict(pair.split(":", 1) for pair in data.get(FIELD, "")[:_LONGEST].split() if ":" in pair)
    found = []
    for form in (form for form in forms if form and form.is_bound):
        told = set(form.changed_data)
        for name, value in _stored(form):
            if name in told and seen.get(name, digest(value)) != digest(value):
                found.append((form.fields[name].label or name, _worded(form.fields[name], value)))
    return found


def _stored(form):
    for name, field in form.fields.items():
        if not isinstance(field, FileField):  # a file takes nothing's place
            yield name, form.get_initial_for_field(field, name)


def _worded(field, value):
    """A stored value as the form shows it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not hasattr(field, "choices"):
        return value or _("nothing")
    chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    words = [str(label) for key, label in field.choices if str(key) in chosen]
    return ", ".join(words) or _("nothing")
