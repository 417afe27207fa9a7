"""The nightly recommendations: what goes with what, and what and whom each member is shown, each with its reason.

Safe to repeat: lists that are as they were stay untouched.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from content.enums import Status
from content.models import Artefact, Interest
from ratings import likes, shelf
from ratings.enums import Why
from ratings.models import ForYou, NotInterested, PersonForYou, Similar
from ratings.neighbours import cosine, ease, for_member, reason, speaking
from ratings.neighbours.near import together
from ratings.suggesting_people import PeopleFor

KEEP = 12  # of each list: some may be hidden, taken or not wanted by the time they are read
SPARE = 50  # asked for beyond that, as one's own and known work is left out
BESIDE = 6  # kept for an artefact
SHARED_FROM = 2  # members who liked both
RIDGE_UP_TO = 3000  # artefacts
FILLED_UP_TO = (
    20_000  # artefacts that get the best of their practice where too little is known, most taken first
)
BLOCK = 200


@dataclass(frozen=True)
class Outcome:
    """How many artefacts and members have another list than before."""

    artefacts: int
    members: int
    people: int


def build():
    """Build all lists anew and write those that changed; answers an Outcome."""
    liked, best = likes.of_artefacts(), shelf.read()
    near = cosine(liked)
    artefacts = _write(Similar, "artefact", _beside(liked, near, best))
    of_work = WorkFor(liked, near, best)
    members = _write(ForYou, "member", of_work.lists())
    people = _write(PersonForYou, "member", PeopleFor(liked, best).lists())
    return Outcome(artefacts, members, people)


def _beside(liked, near, best):
    """{artefact: rows}: its neighbours, then the best of its practices."""
    _count, shared = together(liked)
    found = {}
    for artefact, others in near.items():
        rows = [
            {"other_id": other, "shared": shared[artefact][other], "why": Why.LIKED}
            for other, _similarity in others
            if shared[artefact][other] >= SHARED_FROM
        ]
        found[artefact] = rows[:BESIDE]
    for artefact, practices in _practices():
        rows = found.setdefault(artefact, [])
        known = {artefact} | {row["other_id"] for row in rows}
        for practice in practices:
            for other in best.practices.get(practice, ()):
                if other not in known and len(rows) < BESIDE:
                    rows.append({"other_id": other, "practice_id": practice, "why": Why.PRACTICE})
                    known.add(other)
    return found


def _practices():
    """(artefact, its practices) of the most downloaded ones."""
    listed = Artefact.objects.listed().most_downloaded()
    first = list(listed.values_list("pk", flat=True)[:FILLED_UP_TO])
    for block in _blocks(first):
        of = defaultdict(list)
        through = Artefact.practices.through.objects.filter(artefact__in=block)
        rows = through.order_by("practice__order", "practice__label")
        for artefact, practice in rows.values_list("artefact", "practice"):
            of[artefact].append(practice)
        yield from of.items()


class WorkFor:
    """Work for each member: after what they liked, or after what their profile says."""

    def __init__(self, liked, near, best):
        self.liked, self.near, self.best = liked, near, best
        self.places = shelf.places()
        self.interests = self._interests()
        self.known = _known()
        self.ridge = self._ridge()
        self.speaking = speaking(near) if self.ridge is None else {}

    def lists(self):
        """{member: rows} of whoever has a history or a profile."""
        gone = likes.left_out()
        asked = sorted((self.liked.keys() | self.places.keys() | self.interests.keys()) - gone)
        return {member: rows for member in asked if (rows := self._of(member))}

    @staticmethod
    def _interests():
        rows = Interest.objects.filter(practice__active=True).values_list("member", "practice")
        return {member: sorted(practices) for member, practices in _grouped(rows).items()}

    def _of(self, member):
        history = self.liked.get(member, ())
        known = self.known.get(member, set()) | set(history)
        rows = self._after_history(member, history, known)
        taken = known | {row["artefact_id"] for row in rows}
        if len(rows) < KEEP:
            rows += self._after_profile(member, taken, has_history=bool(rows))[: KEEP - len(rows)]
        return rows

    def _after_history(self, member, history, known):
        rows = []
        for artefact in self._ranked(member, history, known):
            because = reason(artefact, history, self.near)
            rows.append({"artefact_id": artefact, "because_id": because, "why": Why.LIKED})
        return [row for row in rows if row["because_id"] is not None][:KEEP]

    def _ranked(self, member, history, known):
        if not history:
            return []
        if self.ridge is not None:
            return [one for one, strength in self.ridge[member] if strength > 0 and one not in known]
        return [one.thing for one in for_member(history, self.speaking, without=known, places=KEEP)]

    def _after_profile(self, member, known, *, has_history):
        """The best in the practices and contexts of the profile; for who has no history, a new voice third."""
        found = {}
        for practice in self.interests.get(member, ()):
            for artefact in self.best.practices.get(practice, ()):
                found.setdefault(artefact, {"practice_id": practice, "why": Why.PRACTICE})
        for slug in self.places.get(member, ()):
            for artefact in self.best.contexts.get(slug, ()):
                found.setdefault(artefact, {"about": slug, "why": Why.CONTEXT})
        ranked = sorted(found.keys() - known, key=lambda pk: (-self.best.rank[pk], -pk))
        rows = [{"artefact_id": artefact} | found[artefact] for artefact in ranked[:KEEP]]
        if not has_history and (voice := self._voice(member, known)):
            rows = [row for row in rows if row["artefact_id"] != voice]
            rows.insert(2, {"artefact_id": voice, "why": Why.VOICE})
        return rows

    def _voice(self, member, known):
        """The newest of the new voices, rather one in the member's practices."""
        wanted = set(self.interests.get(member, ()))
        others = [(pk, practices) for pk, practices in self.best.voices if pk not in known]
        near = [pk for pk, practices in others if practices & wanted]
        return next(iter(near or [pk for pk, _ in others]), None)

    def _ridge(self):
        if len(self.near) > RIDGE_UP_TO:
            return None
        return ease(self.liked, places=KEEP + SPARE)


def _known():
    """{member: artefacts} that are not recommended to them: their own, and those they want to hear nothing of."""
    own = Artefact.objects.filter(status=Status.PUBLISHED).values_list("creator", "pk")
    ignored = NotInterested.objects.values_list("by", "artefact")
    return _grouped([*own, *ignored])


def _blocks(items):
    iterator = iter(items)
    while block := list(islice(iterator, BLOCK)):
        yield block


def _grouped(pairs):
    found = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return dict(found)


def _write(model, owner, wanted):
    """Bring the lists of ``model`` to ``wanted`` ({owner: rows}); answers how many owners' lists changed."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    stored = set(model.objects.order_by().values_list(f"{owner}_id", flat=True).distinct())
    changed = 0
    for block in _blocks(sorted(stored | wanted.keys())):
        lists = {pk: _rows(model, owner, pk, wanted.get(pk, ())) for pk in block}
        changed += _replace(model, owner, names, lists)
    return changed


def _rows(model, owner, pk, rows):
    return [model(**row, **{f"{owner}_id": pk}, place=place) for place, row in enumerate(rows, 1)]


@transaction.atomic
def _replace(model, owner, names, lists):
    before = defaultdict(list)
    for row in model.objects.filter(**{f"{owner}__in": list(lists)}).order_by("place"):
        before[getattr(row, f"{owner}_id")].append(_values(row, names))
    stale = [pk for pk, rows in lists.items() if before[pk] != [_values(row, names) for row in rows]]
    model.objects.filter(**{f"{owner}__in": stale}).delete()
    model.objects.bulk_create([row for pk in stale for row in lists[pk]], batch_size=BLOCK)
    return len(stale)


def _values(row, names):
    return [getattr(row, name) for name in names]
