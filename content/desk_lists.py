"""Lists of the moderators' desk that nonsense in an address or a form does not break."""

import logging

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class Lists:
    """For lists: an id or a filter that no row can have, as nobody's page sends it, leads back to the whole list."""

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except (ValueError, OverflowError):
            log.warning("The desk has no such rows: %s", request.path, exc_info=True)
            messages.warning(request, _("There are no such rows: this is the whole list."))
            return redirect(request.path)
