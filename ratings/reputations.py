"""What each artefact adds to its creator's reputation: the arithmetic of ``standing`` over all that was rated.

Raters who work where the creator does are left out. Made at night; nobody is shown the sum, only its parts.
"""

from collections import defaultdict

from content.enums import READABLE
from ratings import standing, tying
from ratings.models import Rating, Tally
from ratings.scoring import Sums, Weight, score

BLOCK = 1000  # members asked for at once
SHOWN = 5  # works named on a creator's page
_COLUMNS = ("artefact_id", "artefact__creator_id", "tw", "ts", "uw", "us", "prior")


def works(epoch):
    """{creator: [[artefact, score, per cent of the whole]]} of the works above the mean, the largest part first."""
    own, found = _of_colleagues(), defaultdict(list)
    rows = Tally.objects.filter(artefact__status__in=READABLE, artefact__creator__is_collector=False)
    rows = rows.filter(artefact__creator__closed_at=None, epoch__isnull=False)
    for artefact, creator, *sums, prior in rows.order_by("artefact_id").values_list(*_COLUMNS).iterator():
        left = Sums(*(all_of - theirs for all_of, theirs in zip(sums, own[artefact], strict=True)))
        scored = score(*left, prior=prior, mu=epoch.mu, sigma=epoch.sigma)
        found[creator].append((artefact, standing.work(scored, left.tw)))
    return {creator: part for creator, rated in found.items() if (part := _parts(rated, epoch.mu))}


def _parts(rated, mu):
    whole = standing.reputation([one for _artefact, one in rated], mu=mu)
    if not whole.total:
        return []
    rows = [
        [artefact, round(one.score, 2), round(100 * part / whole.total)]
        for (artefact, one), part in zip(rated, whole.parts, strict=True)
        if part
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))[:SHOWN]


def _of_colleagues():
    """{artefact: sums of those ratings whose author works where the creator does}"""
    places, found = tying.organisations(), defaultdict(Sums)
    columns = ("artefact_id", "artefact__creator_id", "by_id", "w", "w_new", "overall")
    for raters in _blocks(_at_one_place(places)):
        rows = Rating.objects.filter(by__in=raters).exclude(w=0, w_new=0)
        for artefact, creator, by, w, w_new, stars in rows.values_list(*columns).iterator():
            if places.get(creator, frozenset()) & places[by]:
                found[artefact] = found[artefact].plus(Weight(w, w_new), stars)
    return found


def _at_one_place(places):
    """Those who share where they work with somebody: few, even of many members."""
    together = defaultdict(list)
    for member, names in places.items():
        for name in names:
            together[name].append(member)
    return sorted({member for members in together.values() if len(members) > 1 for member in members})


def _blocks(members):
    return (members[start : start + BLOCK] for start in range(0, len(members), BLOCK))
