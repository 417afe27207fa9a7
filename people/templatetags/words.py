"""The mark by which a form's words are kept when the session ends before it is sent."""

from django import template
from django.utils.html import format_html

from people import keeping_words

register = template.Library()


@register.simple_tag(takes_context=True)
def typed_by(context):
    """A hidden field for a form of somebody signed in; see people.keeping_words."""
    user = context["request"].user
    return format_html(
        '<input type="hidden" name="{}" value="{}">', keeping_words.FIELD, keeping_words.mark(user)
    )
