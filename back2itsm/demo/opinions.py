"""A year of opinions: ratings, uses and recommendations on the library, a ring and a brigade. All of it is invented."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from back2itsm.demo import people
from content import moving
from content.enums import Status
from content.models import Artefact, Practice, StatusChange, Version
from moderation import ringing
from people import following
from people.enums import Maturity, Sector, SizeBand
from people.models import Affiliation, Member
from ratings import answering_reviews, judging, judging_creators
from ratings.enums import Adoption, Interest
from ratings.models import CreatorRating, Endorsement, Rating, Recommendation, UseReport

DAYS = 365
WORKS, SEEDS, ENDORSED, FOLLOWED, QUIET = 100, 3, 15, 4, 4
RING = "Aldo Bert Carla Dino Elsa".split()
BRIGADE = "Ferdi Greta Hanno Ilse Jost Kuno Lore Malte Nele Ortwin".split()
REVIEWS = {
    1: ("It did not fit how we work, and nobody here could say why it should.",),
    2: ("Half of it is for a larger house than ours.", "The idea is good; it is too long for us."),
    3: ("A start. We threw away a third and kept the rest.", "Clear, but it says nothing about weekends."),
    4: ("Tried it on a Monday, and it saved us an hour.", "Short enough that people read it."),
    5: (
        "The first one that our night shift takes up without being asked.",
        "It does one thing and does it well.",
    ),
}
# What became of it (Adoption.values in their order) goes with the stars: nobody praises what they dropped.
BECAME = {1: (0, 0, 1, 4), 2: (0, 1, 2, 2), 3: (0, 4, 3, 1), 4: (3, 5, 1, 0), 5: (5, 4, 1, 0)}
PLACES = ("Our service desk", "One office of three", "Two teams", "The night shift")
CHANGES = ("Our own words in place of theirs", "Shorter by a third", "Names of our teams")
METRICS = (
    ("Minutes it takes us", "35", "20"),
    ("Questions to us in a month", "41", "29"),
    ("Work that came back, of 100", "9", "6"),
    ("", "", ""),
)
FOR_WHOM = ("Small service desks", "Teams without a tool for it", "Whoever does this for the first time")
WHY = (
    "Their templates are short and tried out.",
    "Answers questions within a day.",
    "Knows this from practice.",
)
MARK = "(Demonstration)"


@dataclass
class _Story:
    """What there is to speak of: ``works`` by their fame, and ``quiet`` ones that nobody rates but the ring."""

    draw: object
    works: list
    quiet: list
    quality: dict
    homes: dict  # {member: the organisation they work for}
    now: object


def are_here():
    """Whether a site has the opinions already; the brigade comes last."""
    return people.find(BRIGADE[-1]) is not None


def fill(draw, members, moderator):
    """Let the members say what they think; answers how many ratings there are. Safe to repeat after a stop."""
    works = _works(draw, members)
    quality = {work.pk: draw.gauss(3.9, 0.6) for work in works}
    story = _Story(draw, works[:-QUIET], works[-QUIET:], quality, _homes(members), timezone.now())
    Member.objects.filter(pk__in=[member.pk for member in [*members, moderator]]).update(
        date_joined=story.now - timedelta(days=DAYS + 100)
    )
    for member in members:
        _judge(story, member, draw.randint(3, 9))
    _judge(story, moderator, ENDORSED)
    _help(story, members)
    _trust(story, members, moderator)
    ring, brigade = _ring(story), _brigade(story)
    _night()
    return Rating.objects.filter(by__in=[*members, moderator, *ring, *brigade]).count()


def _homes(members):
    held = Affiliation.objects.filter(member__in=members, until__isnull=True).select_related("organisation")
    return {row.member_id: row.organisation for row in held}


def _works(draw, members):
    """The demonstration's own work and as much of the rest of the library, from all over it; put back in time."""
    shown = (
        Artefact.objects.filter(status=Status.PUBLISHED).order_by("pk").select_related("creator", "current")
    )
    own, others = list(shown.filter(creator__in=members)), list(shown.exclude(creator__in=members))
    works = own + draw.sample(others, min(len(others), WORKS - len(own)))
    for work in works:
        _put_back(work, timezone.now() - timedelta(days=DAYS + draw.randint(5, 90)))
    draw.shuffle(works)
    return works


def _put_back(work, when):
    """What was published today was published then: or it would have been rated before it was there."""
    Version.objects.filter(artefact=work).update(published_at=when)
    StatusChange.objects.filter(artefact=work).update(at=when)
    Artefact.objects.filter(pk=work.pk).update(published_at=when)
    moving.refresh(work.pk)


def _judge(story, member, number):
    """Some works, the better known more often: used or not, then rated."""
    draw = story.draw
    fame = [1 / (at + 2) for at in range(len(story.works))]
    chosen = dict.fromkeys(draw.choices(story.works, weights=fame, k=number))
    for work in chosen:
        if work.creator_id == member.pk:
            continue
        when = story.now - timedelta(days=draw.uniform(3, DAYS))
        stars = max(1, min(5, round(draw.gauss(story.quality[work.pk], 0.8))))
        if draw.random() < 0.4:
            _use(story, work, member, stars, when)
        _rate(story, work, member, stars, when + timedelta(days=1))
        if stars == 5 and draw.random() < 0.35:
            sentence = f"{draw.choice(FOR_WHOM)} {MARK}"
            judging.recommend(work, by=member, sentence=sentence, interest=Interest.NONE)
            _dated(Recommendation, when + timedelta(days=2), by=member, artefact=work)


def _use(story, work, member, stars, when):
    """Told of the member's own organisation; who helps others tells of one of theirs."""
    draw, home = story.draw, story.homes.get(member.pk)
    is_theirs = home is None or home.sector == Sector.IT_SERVICES
    adoption = draw.choices(Adoption.values, weights=BECAME[stars])[0]
    is_kept = adoption in {Adoption.AS_IS, Adoption.CHANGED}
    metric, before, after = draw.choice(METRICS) if is_kept else ("", "", "")
    said = {
        "adoption": adoption,
        "size_band": draw.choice(SizeBand.values) if is_theirs else home.size_band,
        "sector": draw.choice(Sector.values) if is_theirs else home.sector,
        "maturity": draw.choice(Maturity.values[1:5]),
        "where": f"{draw.choice(PLACES)} {MARK}",
        "changes": draw.choice(CHANGES) if adoption == Adoption.CHANGED else "",
        "metric": metric,
        "before": before,
        "after": after,
    }
    judging.report_use(work, by=member, **said)
    _dated(UseReport, when, by=member, artefact=work)


def _rate(story, work, member, stars, when, interest=""):
    draw = story.draw
    text = f"{draw.choice(REVIEWS[stars])} {MARK}" if stars < 3 or draw.random() < 0.45 else ""
    interest = interest or draw.choices(Interest.values, weights=(30, 1, 1, 2, 1))[0]
    again = {1: False, 2: False, 4: True, 5: True}.get(stars)
    said = {"overall": stars, "interest": interest, "text": text, "would_use_again": again}
    for name in ("useful", "clear", "complete", "adaptable"):
        said[name] = draw.choice((None, max(1, stars - 1), stars, min(5, stars + 1)))
    judging.rate(work, by=member, **said)
    # At once: the next one is on another day, and days have their limits.
    _dated(Rating, when, by=member, artefact=work)


def _dated(model, when, **which):
    model.objects.filter(**which).update(created_at=when, changed_at=when)


def _help(story, members):
    """Reviews that others found helpful, and answers of creators."""
    draw = story.draw
    reviews = list(
        Rating.objects.reviews().exclude(text="").order_by("pk").select_related("artefact__creator")
    )
    for review in draw.sample(reviews, min(40, len(reviews))):
        for member in draw.sample(members, 2):
            if member.pk not in (review.by_id, review.artefact.creator_id):
                answering_reviews.find_helpful(review, by=member, is_helpful=draw.random() < 0.8)
    for review in draw.sample(reviews, min(20, len(reviews))):
        creator = review.artefact.creator
        if creator in members and review.by_id != creator.pk:
            text = f"Thank you. The next version says it in half the words. {MARK}"
            answering_reviews.reply(review, by=creator, text=text)


def _trust(story, members, moderator):
    """Seeds of trust, who follows whom, and who recommends whom for which practice."""
    for member in members[:SEEDS]:
        ringing.trust(member, "seed", by=moderator, message=f"Verified in person. {MARK}")
    by_pk = {member.pk: member for member in members}
    for member in members:
        for other in story.draw.sample(members, FOLLOWED):
            if other != member:
                following.follow(other, by=member)
    for giver in [moderator, *members]:
        known = Rating.objects.filter(by=giver, overall__gte=4, artefact__creator__in=by_pk).order_by("pk")
        for rating in known.select_related("artefact").prefetch_related("artefact__practices"):
            is_seed = giver == moderator or giver in members[:SEEDS]
            if story.draw.random() < (0.9 if is_seed else 0.35):
                _endorse(story, by_pk[rating.artefact.creator_id], giver, rating)


def _endorse(story, creator, giver, rating):
    practice = rating.artefact.practices.first() or Practice.objects.active().first()
    sentence = f"{story.draw.choice(WHY)} {MARK}"
    endorsement = judging_creators.endorse(creator, by=giver, practice=practice, sentence=sentence)
    Endorsement.objects.filter(pk=endorsement.pk).update(at=rating.created_at)
    if story.draw.random() < 0.5:
        judging_creators.rate_creator(creator, by=giver, overall=rating.overall, interest=Interest.NONE)
        _dated(CreatorRating, rating.created_at, by=giver, creator=creator)


def _ring(story):
    """Five new accounts that give the quiet works five stars within a few days."""
    accounts = _newcomers(RING, story.now - timedelta(days=25))
    for work in story.quiet:
        for account in accounts:
            when = story.now - timedelta(days=story.draw.uniform(20, 24))
            _rate(story, work, account, 5, when, interest=Interest.NONE)
    return accounts


def _brigade(story):
    """Ten new accounts that give the best-known work one star on one day."""
    day = (story.now - timedelta(days=9)).replace(hour=12)
    accounts = _newcomers(BRIGADE, day)
    for account in accounts:
        when = day + timedelta(minutes=story.draw.randint(0, 300))
        _rate(story, story.works[0], account, 1, when, interest=Interest.NONE)
    return accounts


def _night():
    """What the night does with opinions, so that pages show it at once."""
    for path in settings.NIGHTLY_JOBS:
        if path.startswith("ratings."):
            import_string(path)()


def _newcomers(names, joined):
    accounts = [people.newcomer(name) for name in names]
    Member.objects.filter(pk__in=[account.pk for account in accounts]).update(date_joined=joined)
    return accounts


def everybody():
    """(members, moderator) of a demonstration that is here already."""
    moderator = people.find(people.MODERATOR)
    named = [people.find(name) for name in people.NAMES]
    return [member for member in named if isinstance(member, Member)], moderator
