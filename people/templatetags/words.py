"""Hidden fields: by which the words of a form are kept, and by which it is known again when sent twice."""

import uuid

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


@register.simple_tag
def fresh_token():
    """A number for a form of its own, so that what is sent twice is taken once."""
    return uuid.uuid4()
