"""What surveys add to other rooms' pages."""

from django.db.models import Q
from django.utils import timezone

from surveys.enums import VOTED, Stage
from surveys.models import Need, Wave

HOME_SURVEYS = 2
HOME_NEEDS = 3


def home_surveys(request, thing):
    """The home page: what is asked now, with its time and closing date, and the needs most voted for."""
    now = timezone.now()
    begun = Q(opens_at__isnull=True) | Q(opens_at__lte=now)
    going = Q(closes_at__isnull=True) | Q(closes_at__gt=now)
    waves = Wave.objects.filter(begun, going, stage=Stage.OPEN).select_related("survey").order_by("-pk")
    found = {
        "waves": list(waves[:HOME_SURVEYS]),
        "needs": list(Need.objects.filter(state__in=sorted(VOTED)).order_by("-votes", "-pk")[:HOME_NEEDS]),
    }
    return ("surveys/_home_panel.html", found) if found["waves"] or found["needs"] else None
