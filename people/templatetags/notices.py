"""How many notices wait for whoever looks at the page."""

from django import template

from people import notices

register = template.Library()


@register.simple_tag
def unread_notices(user):
    """The number for somebody signed in: one query. Visitors cost none."""
    return notices.count_unread(user)
