"""Whom each member is shown: by whom they follow and recommend, by whose work they liked, by their practices."""

from collections import Counter, defaultdict

from content.enums import Status
from content.models import Artefact, Interest
from people.models import Member
from ratings import likes
from ratings.enums import Why
from ratings.models import Endorsement, NotInterestedIn
from ratings.neighbours import FOLLOWS_PENALTY, ease, friends_of_friends

KEEP = 12
SPARE = 50


class PeopleFor:
    """Creators for each member. Follows are private: only public recommendations are given as reasons."""

    def __init__(self, liked, best):
        self.liked, self.best = liked, best
        self.edges = likes.of_people()
        shown = Artefact.objects.filter(status=Status.PUBLISHED, creator__is_collector=False)
        shown = shown.filter(creator__in=Member.objects.open())
        self.maker = dict(shown.values_list("pk", "creator"))
        self.creators = set(self.maker.values())
        self.ignored = defaultdict(set)
        for by, person in NotInterestedIn.objects.values_list("by", "person"):
            self.ignored[by].add(person)
        self.interests = defaultdict(list)
        for member, practice in Interest.objects.order_by("pk").values_list("member", "practice"):
            self.interests[member].append(practice)
        self.endorsed = defaultdict(list)  # {creator: [(by, practice)]}
        for creator, by, practice in Endorsement.objects.order_by("pk").values_list(
            "creator", "by", "practice"
        ):
            self.endorsed[creator].append((by, practice))
        self.ridge = ease(self.edges, penalty=FOLLOWS_PENALTY, places=KEEP + SPARE)

    def lists(self):
        """{member: rows} of whoever follows, recommends or likes something, or chose a practice."""
        asked = (self.edges.keys() | self.liked.keys() | self.interests.keys()) - likes.left_out()
        return {member: rows for member in sorted(asked) if (rows := self._of(member))}

    def _of(self, member):
        known = {member, *self.edges.get(member, ()), *self.ignored[member]}
        found = {}
        for person, said in (
            *self._after_follows(member),
            *self._after_work(member),
            *self._after_practices(member),
        ):
            if person in self.creators and person not in known:
                found.setdefault(person, said)
        return [{"person_id": person} | said for person, said in list(found.items())[:KEEP]]

    def _after_follows(self, member):
        edges = set(self.edges.get(member, ()))
        if not edges:
            return
        ranked = [person for person, strength in self.ridge[member] if strength > 0]
        further = friends_of_friends(self.edges, member, places=KEEP + SPARE)
        for person in (*ranked, *(one.thing for one in further)):
            public = next(((by, practice) for by, practice in self.endorsed[person] if by in edges), None)
            if public:
                yield person, {"why": Why.ENDORSED, "because_id": public[0], "practice_id": public[1]}
            else:
                yield person, {"why": Why.ALIKE}

    def _after_work(self, member):
        """Who made what the member liked, most of it first."""
        made = defaultdict(list)
        for artefact in self.liked.get(member, ()):
            if artefact in self.maker:
                made[self.maker[artefact]].append(artefact)
        for person, _n in sorted(
            Counter({by: len(work) for by, work in made.items()}).items(), key=_most_first
        ):
            yield person, {"why": Why.WORK, "artefact_id": made[person][0]}

    def _after_practices(self, member):
        """Who made the best rated in the member's practices."""
        for practice in self.interests.get(member, ()):
            for artefact in self.best.practices.get(practice, ()):
                if artefact in self.maker:
                    yield self.maker[artefact], {"why": Why.PRACTICE, "practice_id": practice}


def _most_first(pair):
    return -pair[1], pair[0]
