"""Small pieces of markup that every room's templates use."""

from functools import cache

from django import template
from django.template.defaultfilters import floatformat
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()


@cache
def _sprite():
    return static("img/icons.svg")


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


@register.filter
def kilobytes(size):
    """A file size as people say it: 184 kB, 3.7 MB (1 kB = 1,000 bytes)."""
    size = int(size)
    if size < 1000:
        return _("%(n)s bytes") % {"n": size}
    if size < 999_500:
        return _("%(n)s kB") % {"n": floatformat(size / 1000, 0 if size >= 9_950 else -1)}
    return _("%(n)s MB") % {"n": floatformat(size / 1_000_000, -1)}
