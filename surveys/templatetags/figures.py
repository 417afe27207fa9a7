"""How figures of surveys are printed; a figure that is hidden is a dash."""

from django import template
from django.template.defaultfilters import floatformat

from surveys import findings

register = template.Library()
HIDDEN = "–"


@register.filter
def figure(value, decimals=1):
    """2.5, or a dash for None."""
    return HIDDEN if value is None else floatformat(value, decimals)


@register.filter
def percent(share):
    """0.43 as "43 %"."""
    return HIDDEN if share is None else f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


@register.filter
def signed(value):
    """+2.50, −0.40 with a real minus, or a dash for None."""
    if value is None:
        return HIDDEN
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")


@register.filter
def share_of(n, total):
    """12 of 40 as "30 %"."""
    return percent(n / total if total and n is not None else None)


@register.filter
def segment_words(segment):
    """What a segment is called: "Those who run services"."""
    return findings.words_for(segment)
