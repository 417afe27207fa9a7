"""Pages that are only read."""

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


def read_only(view):
    """Answer GET and HEAD; anything else is 405, before anybody asks where its form came from (403).

    The exemption opens nothing: what could change something never reaches the view.
    """
    return csrf_exempt(require_safe(view))
