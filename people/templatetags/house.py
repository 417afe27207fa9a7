"""Small pieces of markup that every room's templates use."""

from functools import cache

from django import template
from django.conf import settings
from django.template.defaultfilters import floatformat, truncatechars
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@cache
def _sprite():
    return static("img/icons.svg")


# Stands where the address goes; an address is percent-encoded and cannot hold it.
_ADDRESS = "\ue000"
_kept = {}


@register.simple_tag(takes_context=True)
def kept(context, name, unless=False):
    """A part that is the same on many pages, rendered once for each section, theme and language.

    It may print ``here``, ``own_search``, ``theme``, ``user`` and the page's ``address``, nothing else. Where
    ``unless`` is true it is rendered anew: the masthead of somebody signed in.
    """
    given = {key: context.get(key) for key in ("here", "own_search", "theme", "user")}
    key = name, get_language(), given["here"], given["own_search"], given["theme"]
    if unless or settings.DEBUG or (html := _kept.get(key)) is None:
        html = render_to_string(name, given | {"address": _ADDRESS})
        if not unless:
            _kept[key] = html
    if _ADDRESS in html:
        html = html.replace(_ADDRESS, escape(truncatechars(context["request"].get_full_path(), 2000)))
    return mark_safe(html)  # nosec B308 B703  a rendered template and an escaped address


@register.simple_tag
def icon(name):
    """An icon of the sprite, hidden from screen readers: a visible or hidden word must stand beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name)


@register.simple_tag
def stars(score, count=None):
    """Five stars filled to ``score`` (0 to 5), with the figure in words for those who do not see them."""
    figure = floatformat(score, 1)
    width = round(22 * float(score), 1)
    return format_html(
        '<span class="stars"><svg viewBox="0 0 110 20" aria-hidden="true">'
        '<use href="{0}#stars" width="110" height="20" fill="none" stroke="currentColor" stroke-width="1.2"/>'
        '<svg width="{1}" height="20"><use href="{0}#stars" width="110" height="20" fill="currentColor"/></svg></svg>'
        '<span><span class="visually-hidden">{2} </span><b>{3}</b><span class="visually-hidden"> {4}</span>{5}</span>'
        "</span>",
        _sprite(),
        width,
        _("Rated"),
        figure,
        _("out of 5"),
        ""
        if count is None
        else format_html(
            ' <span class="muted">({})</span><span class="visually-hidden"> {}</span>', count, _("ratings")
        ),
    )


# What is said of any field, by the code of the fault.
_FOR_ANY = {"invalid", "invalid_choice", "max_length", "min_length", "max_value", "min_value", "unreadable"}


@register.filter
def faults(form):
    """What is wrong with a form, [(address of the field or "", sentence)]: each sentence says which field it means.

    Those that are about one field only stand as they are; a label that is a sentence of its own is not put before
    another.
    """
    if not form:
        return []
    found = [("", sentence) for sentence in form.non_field_errors()]
    for field in form:
        address, label = f"#{field.id_for_label or field.auto_id}", str(field.label or "")
        for fault in field.errors.as_data():
            for sentence in fault.messages:
                found.append(
                    (address, sentence if _names(fault, sentence, label) else f"{label}: {sentence}")
                )
    return found


def _names(fault, sentence, label):
    """Whether a reader of the sentence knows which field it is about."""
    is_for_any = fault.code in _FOR_ANY or sentence == _("This field is required.")
    is_sentence = len(label) > 40 or label[-1:] in "?.!"
    return not is_for_any or is_sentence or label.casefold() in sentence.casefold()


@register.filter
def kilobytes(size):
    """A file size as people say it: 184 kB, 3.7 MB (1 kB = 1,000 bytes)."""
    size = int(size)
    if size < 1000:
        return _("%(n)s bytes") % {"n": size}
    if size < 999_500:
        return _("%(n)s kB") % {"n": floatformat(size / 1000, 0 if size >= 9_950 else -1)}
    return _("%(n)s MB") % {"n": floatformat(size / 1_000_000, -1)}
