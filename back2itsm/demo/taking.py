"""Downloads of a year, invented: more people took a work than used or rated it. Added up as real ones are."""

from collections import Counter
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from back2itsm.demo.opinions import DAYS
from back2itsm.demo.people import DOMAIN
from content import downloads
from content.enums import Status
from content.models import Artefact, DownloadMark
from ratings.models import Rating, UseReport

FIRST_DAY = 3  # days ago: such marks are dropped as soon as they are counted
_THEIRS = f"@{DOMAIN}"


def is_here():
    """Whether work of the invented members was taken already."""
    return _published().filter(creator__email__endswith=_THEIRS, downloads__gt=0).exists()


def fill(draw):
    """Let the works that the demonstration made or speaks of be taken; answers how many downloads were added."""
    used, rated = _spoken_of(UseReport), _spoken_of(Rating)
    spoken = Q(creator__email__endswith=_THEIRS) | Q(pk__in={*used, *rated})
    now, marks = timezone.now(), []
    for pk in _published().filter(spoken).order_by("pk").values_list("pk", flat=True):
        times = draw.randint(4, 15) + used[pk] * draw.randint(3, 6) + rated[pk] * draw.randint(1, 3)
        marks += [_mark(draw, pk, now) for _ in range(times)]
    DownloadMark.objects.bulk_create(marks, batch_size=500)
    return downloads.roll_up(now)


def _published():
    return Artefact.objects.filter(status=Status.PUBLISHED)


def _spoken_of(model):
    """{artefact: by how many invented members}"""
    return Counter(model.objects.filter(by__email__endswith=_THEIRS).values_list("artefact_id", flat=True))


def _mark(draw, artefact_id, now):
    when = now - timedelta(days=draw.uniform(FIRST_DAY, DAYS))
    hour = when.replace(minute=0, second=0, microsecond=0)
    return DownloadMark(artefact_id=artefact_id, visitor=f"{draw.getrandbits(128):032x}", hour=hour)
