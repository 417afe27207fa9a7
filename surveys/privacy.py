"""What this room holds on a member: responses of surveys that are not anonymous, needs, votes and pledges."""

from django.utils.translation import gettext as _

from people.privacy import Effects, Holding
from surveys import asking, pledging, wanting
from surveys.enums import TextState
from surveys.models import Answer, Coverage, Need, NeedVote, Pledge, Response, SecondQuestion, Survey

ANSWER = ("importance", "coverage", "no_importance", "no_coverage", "value", "text", "seconds")


def export(member):
    """Responses with their answers, needs posted, votes, pledges; of anonymous surveys nothing leads to a member."""
    return {
        "responses": [_response(response) for response in _responses(member)],
        "needs": list(
            Need.objects.filter(by=member).order_by("pk").values("title", "text", "state", "created_at")
        ),
        "votes": list(NeedVote.objects.filter(member=member).order_by("pk").values("need__title", "at")),
        "pledges": list(
            Pledge.objects.filter(member=member)
            .order_by("pk")
            .values("need__title", "due", "note", "state", "at")
        ),
        "asked again": list(
            SecondQuestion.objects.filter(member=member)
            .order_by("asked_on", "pk")
            .values("need__title", "before", "coverage", "asked_on")
        ),
        "proposed": list(
            Coverage.objects.filter(proposed_by=member)
            .order_by("pk")
            .values("need__title", "artefact__title", "at")
        ),
        "decided": list(
            Coverage.objects.filter(decided_by=member)
            .order_by("pk")
            .values("need__title", "artefact__title", "at")
        ),
        "surveys": list(Survey.objects.filter(owner=member).order_by("pk").values("title", "created_at")),
    }


def effects(member):
    goes, stays = [], []
    if Response.objects.filter(member=member).exists():
        goes.append(
            _("The link between you and your survey answers, and texts in them that were not published.")
        )
        stays.append(_("Your survey answers as numbers, without you."))
    if NeedVote.objects.filter(member=member).exists() or Pledge.objects.filter(member=member).exists():
        goes.append(_("Your votes for needs and your pledges."))
    if Need.objects.filter(by=member).exists():
        stays.append(_("Needs you posted, without your name."))
    return Effects(goes, stays)


def erase(member, *, keep_name):
    """Answers stay as numbers without the member; votes and pledges go."""
    mine = Response.objects.filter(member=member)
    Answer.objects.filter(response__in=mine).exclude(text_state=TextState.SHOWN).update(text="")
    mine.update(member=None, resume_hash="", may_be_asked=False)
    wanting.forget(member)
    pledging.forget(member)
    asking.forget(member)
    Need.objects.filter(by=member).update(by=None)
    Survey.objects.filter(owner=member).update(owner=None)
    Coverage.objects.filter(proposed_by=member).update(proposed_by=None)
    Coverage.objects.filter(decided_by=member).update(decided_by=None)


def _responses(member):
    rows = Response.objects.filter(member=member).select_related("wave__survey").order_by("opened_at", "pk")
    return rows.prefetch_related("answers__item", "pair_votes__first", "pair_votes__second")


def _response(response):
    answers = sorted(response.answers.all(), key=lambda answer: answer.item_id)
    return {
        "survey": response.wave.survey.title,
        "wave": response.wave.number,
        "opened": response.opened_at,
        "role": response.role,
        "size": response.size_band,
        "sector": response.sector,
        "region": response.region,
        "answers": [
            {"item": answer.item.label} | {name: getattr(answer, name) for name in ANSWER}
            for answer in answers
        ],
        "pairs": [
            {"first": vote.first.label, "second": vote.second.label}
            | {"outcome": vote.outcome, "doubt": vote.doubt}
            for vote in sorted(response.pair_votes.all(), key=lambda vote: vote.pk)
        ],
    }


HOLDING = Holding(
    name="surveys",
    covers=frozenset(
        {
            "surveys.Survey.owner",
            "surveys.Response.member",
            "surveys.Need.by",
            "surveys.NeedVote.member",
            "surveys.Pledge.member",
            "surveys.SecondQuestion.member",
            "surveys.Coverage.proposed_by",
            "surveys.Coverage.decided_by",
        }
    ),
    export=export,
    effects=effects,
    erase=erase,
)
