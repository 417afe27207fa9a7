"""What is missing in the demonstration: a wave of invented answers, needs, votes, and promises kept and late."""

from datetime import timedelta

from django.utils import timezone

from back2itsm.demo import pairs
from content.enums import Status
from content.models import Artefact, Practice
from people.enums import RoleKind, Sector, SizeBand
from surveys import answering, asking, covering, focusing, pledging, ranking, snapshots, wanting
from surveys.enums import VOTED, Mode, QuestionType
from surveys.models import Answer, Item, Need, Pledge, Question, Response, SecondQuestion, Survey, Wave

SLUG = "what-would-help-demo"
ANSWERS = 140
PRACTICES = (
    ("incident-management", 4.5, 3.9),
    ("problem-management", 4.3, 2.2),
    ("change-enablement", 4.2, 3.1),
    ("knowledge-management", 4.1, 2.4),
    ("service-catalogue-management", 3.6, 2.6),
    ("it-asset-management", 4.0, 2.1),
)
# (key, words, mean importance, mean coverage)
ITEMS = (
    ("value-of-problems", "Showing the value of problem management", 4.4, 1.8),
    ("trusted-assets", "Asset data that people trust", 4.3, 2.0),
    ("fair-on-call", "On-call rotas that people can live with", 3.9, 1.9),
    ("catalogue-fresh", "Keeping a service catalogue up to date", 3.8, 2.5),
    ("supplier-talks", "Supplier reviews that change something", 3.3, 2.9),
    ("first-dashboards", "Dashboards for the first hour of an incident", 3.5, 3.3),
)
POSTED = (
    ("A script for the first call with an angry customer", "service-desk"),
    ("Handing a project over to those who run it", "release-management"),
    ("How to retire a service without noise", "service-catalogue-management"),
    ("Naming rules for configuration items", "service-configuration-management"),
    ("A continuity exercise that fits into a lunch hour", "service-continuity-management"),
    ("What to tell managers about response times", "service-level-management"),
)
WAITING = ("Templates in our own language", "A glossary for newcomers")
WEIGHTS = {
    RoleKind.PRACTITIONER: 55,
    RoleKind.PROCESS_OWNER: 22,
    RoleKind.MANAGER: 17,
    RoleKind.CONSULTANT: 26,
    RoleKind.VENDOR: 9,
    RoleKind.TRAINER: 6,
    RoleKind.ACADEMIC: 5,
}
DELIVERED, KEPT, KEPT_LATE, LATE, RUNNING, GIVEN_BACK, PROPOSED = range(7)
# (how the need begins, how the work begins that answers it or is to, what becomes of the promise)
PROMISES = (
    ("On-call rotas", "On-call rota rules", DELIVERED),
    ("Keeping a service catalogue", "Service catalogue entry", KEPT),
    ("Showing the value", "Problem statement", KEPT_LATE),
    ("Supplier reviews", "Supplier review minutes", KEPT),
    ("A continuity exercise", "Continuity exercise script", KEPT_LATE),
    ("Asset data", "Access request form", LATE),
    ("Dashboards", "Alert clean-up", RUNNING),
    ("Handing a project", "Release checklist", PROPOSED),
    ("A script for", "Knowledge article", GIVEN_BACK),
)


def are_here():
    """Whether a site has this part of the demonstration already."""
    return Survey.objects.filter(slug=SLUG).exists()


def fill(draw, members, moderator):
    """The survey with its answers and results, needs on the board, votes, promises, what answers a need."""
    today = timezone.localdate()
    wave = _survey(moderator)
    _answer(draw, wave, members)
    pairs.fill(wave, _means())
    answering.close_wave(wave, by=moderator)
    snapshots.take(wave, timezone.now())
    ranking.refresh(wave, timezone.now())
    focusing.refresh(today)
    _post(members, moderator)
    _vote(draw, members)
    _promise(draw, members, moderator, today)
    _ask_again(draw, today)
    focusing.refresh(today)
    return Need.objects.filter(state__in=sorted(VOTED)).count()


def _survey(moderator):
    survey = Survey.objects.create(
        slug=SLUG,
        title="What would help you most? (demo)",
        sentence="A demonstration: the survey, its answers and its results are invented.",
        minutes=3,
        mode=Mode.PSEUDONYMOUS,
        owner=moderator,
        is_demo=True,
    )
    wave = Wave.objects.create(survey=survey, first_items=len(PRACTICES) + len(ITEMS))
    text = "How important is it, and how well is it covered?"
    grid = Question.objects.create(wave=wave, key="needs", type=QuestionType.NEED_GAP, text=text)
    known = Practice.objects.in_bulk([slug for slug, *_ in PRACTICES], field_name="slug")
    items = [Item(key=slug, label=practice.label, practice=practice) for slug, practice in known.items()]
    items += [Item(key=key, label=words) for key, words, *_ in ITEMS]
    for position, item in enumerate(items, 1):
        item.question, item.position = grid, position
    Item.objects.bulk_create(items)
    return answering.open_wave(wave, by=moderator)


def _means():
    """{item key: [mean importance, mean coverage]}."""
    return {key: pair for key, *pair in PRACTICES} | {key: pair for key, _words, *pair in ITEMS}


def _answer(draw, wave, members):
    """Responses in bulk: through the page they would take a minute."""
    now = timezone.now()
    means = _means()
    items = list(Item.objects.filter(question__wave=wave).order_by("position"))
    people = [*members, *[None] * (ANSWERS - len(members))]
    responses, answers = [], []
    for member in people:
        order = draw.sample(items, len(items))
        given = order[: draw.choice((len(items),) * 5 + (7, 4))]
        responses.append(_response(draw, wave, member, order, len(given), now))
        answers += [_given(draw, responses[-1], item, means[item.key]) for item in given]
    Response.objects.bulk_create(responses)
    Answer.objects.bulk_create(answers, batch_size=500)
    Wave.objects.filter(pk=wave.pk).update(last_answer_at=now)
    Survey.objects.filter(pk=wave.survey_id).update(frozen_at=now)


def _response(draw, wave, member, order, answered, now):
    role = draw.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    return Response(
        wave=wave,
        member=member,
        order=[item.pk for item in order],
        role=role,
        size_band=draw.choice(list(SizeBand)),
        sector=draw.choice(list(Sector)),
        opened_at=now - timedelta(days=draw.randint(1, 30)),
        finished_at=now if answered == len(order) else None,
        seconds=answered * draw.randint(9, 25),
        shown=len(order),
        answered=answered,
        is_demo=True,
        may_be_asked=member is not None,
    )


def _given(draw, response, item, means):
    importance, coverage = (min(5, max(1, round(draw.gauss(mean, 0.9)))) for mean in means)
    return Answer(response=response, item=item, importance=importance, coverage=coverage)


def _post(members, moderator):
    """Needs that members posted: some on the board, two that wait for a moderator."""
    known = Practice.objects.in_bulk(field_name="slug")
    for number, (title, slug) in enumerate(POSTED):
        said = {"text": "Made up for the demonstration.", "practice": known.get(slug)}
        need = wanting.post_need(f"{title} (demo)", by=members[number], **said)
        wanting.accept_need(need, by=moderator)
    for number, title in enumerate(WAITING):
        wanting.post_need(f"{title} (demo)", by=members[-1 - number])


def _vote(draw, members):
    """Up to six votes of each member, more for what stands higher."""
    needs = list(Need.objects.filter(state__in=sorted(VOTED)).order_by("pk"))
    weights = [len(needs) - place // 2 for place in range(len(needs))]
    for member in members:
        for need in set(draw.choices(needs, weights, k=draw.randint(0, 6))):
            wanting.vote(need, by=member)


def _promise(draw, members, moderator, today):
    """Promises of every kind, and artefacts that were found to answer a need; one need is delivered."""
    shown = Artefact.objects.filter(status=Status.PUBLISHED, creator__in=members).select_related("creator")
    for need_begins, work_begins, kind in PROMISES:
        need = Need.objects.get(title__startswith=need_begins)
        work = shown.filter(title__startswith=work_begins).order_by("pk").first()
        pledge = pledging.pledge(need, by=work.creator, due=today, note="Invented for the demonstration.")
        is_past = kind in (KEPT_LATE, LATE)
        due = today + timedelta(days=draw.randint(5, 25)) * (-1 if is_past else 1)
        Pledge.objects.filter(pk=pledge.pk).update(due=due, at=timezone.now() - timedelta(days=40))
        _carry_out(kind, pledge, need, work, moderator)
    pledging.follow(today)


def _carry_out(kind, pledge, need, work, moderator):
    if kind == GIVEN_BACK:
        pledging.give_back(pledge, by=work.creator)
    elif kind in (DELIVERED, KEPT, KEPT_LATE, PROPOSED):
        coverage = covering.propose(need, work, by=work.creator)
        if kind != PROPOSED:
            covering.confirm(coverage, by=moderator, delivers=kind == DELIVERED)


def _ask_again(draw, today):
    """Those who had missed what is covered now have been asked, and half of them have answered."""
    asking.plan(timezone.now())
    asking.send(today)
    for question in SecondQuestion.objects.filter(asked_on=today).order_by("need", "member"):
        if draw.random() < 0.6:
            asking.answer(question, draw.choice((2, 3, 3, 4, 4, 5)))
