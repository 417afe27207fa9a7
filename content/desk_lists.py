"""Lists of the moderators' desk that nonsense in an address or a form does not break."""

import logging

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class Lists:
    """For lists: an id or a filter that no row can have, as nobody's page sends it, leads back to the whole list.

    It is tried before an action runs: what an action itself raises is a fault of ours and stays one.
    """

    def changelist_view(self, request, extra_context=None):
        try:
            if request.method != "POST":
                return super().changelist_view(request, extra_context)
            chosen = request.POST.getlist("_selected_action")
            self.get_changelist_instance(request).root_queryset.filter(pk__in=chosen).exists()
        except (ValueError, OverflowError):
            log.warning("The desk has no such rows: %s", request.path, exc_info=True)
            messages.warning(request, _("There are no such rows: this is the whole list."))
            return redirect(request.path)
        return super().changelist_view(request, extra_context)
