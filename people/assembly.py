"""How a page gets the parts that other rooms add to it, without its own room knowing them."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def _functions(paths):
    return [import_string(path) for path in paths]


def panels(setting, request, thing=None):
    """What the functions named in ``setting`` add to a page: a list of (template, context).

    Each function takes (request, thing) and answers such a pair, or None when it has nothing to say.
    """
    answers = (function(request, thing) for function in _functions(tuple(getattr(settings, setting))))
    return [answer for answer in answers if answer is not None]
