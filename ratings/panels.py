"""What ratings add to an artefact's page and to a member's: scores with what made them, reviews, and the forms."""

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, Subquery, Window
from django.utils.translation import gettext as _

from content.enums import READABLE
from content.models import Artefact, Taken
from people import keeping_words
from people.enums import RoleKind, Sector, SizeBand
from people.models import Follow
from people.prepared import prepared
from ratings import peers, suggestions, transfer, wording
from ratings.enums import CREATOR_CRITERIA, CRITERIA
from ratings.forms import NOT_APPLICABLE, RatingForm, RecommendForm, ReviewReplyForm, UseForm
from ratings.models import Recommendation, Tally
from ratings.reviews import Reviews, review_of, reviews_of
from ratings.rules import OWN_WORK, may_judge
from ratings.scoring import SCORE_NEEDS

FIRST_NAMES = 5  # of those who recommend it: the others are folded away
NAMES = 50
QUOTES = 4
REVIEWS = 3
SUGGESTED = 4
FORMS = {"rate": RatingForm, "used": UseForm, "recommend": RecommendForm}


def score(request, artefact):
    """Beside the page: score, histogram, uses, would-use-again share, and "Why this score?"."""
    if artefact.status not in READABLE:
        return None
    figures, teams = _figures(artefact), artefact.team_count
    panel = {"place": "side", "artefact": artefact, "headline": wording.headline(figures)}
    if request.user.is_authenticated and artefact.creator_id == request.user.pk:
        panel["why_not"] = OWN_WORK.reason
    if figures is None:
        return "ratings/_score.html", panel
    if figures["why"]["ratings"]:
        panel |= {
            "score": artefact.score if figures["why"]["ratings"] >= SCORE_NEEDS else None,
            "few": wording.few(figures),
            "histogram": wording.histogram(figures),
            "proven": wording.proven(figures),
            "roles": wording.roles(figures),
            "criteria": wording.criteria(figures, CRITERIA),
            "early": figures["early"],
            "why": wording.why(figures),
        }
    panel |= {"uses": wording.uses(figures, teams), "evidence": wording.evidence(figures, teams)}
    panel |= {"transfer": transfer.line(figures)}
    panel |= {"again": wording.again(figures), "recommended": figures["recommended"]}
    return "ratings/_score.html", panel


def reviews(request, artefact):
    """In the page: reviews with their evidence, who recommends it, and the forms to say so oneself."""
    if artefact.status not in READABLE:
        return None
    figures, user = _figures(artefact), request.user
    found = (
        reviews_of(artefact, request.GET)
        if figures and figures["why"]["ratings"]
        else Reviews([], {}, 1, None)
    )
    may = may_judge(user, artefact)
    panel = {
        "place": "body",
        "anchor": "reviews",
        "anchor_label": _("Reviews"),
        "artefact": artefact,
        "reviews": found,
        "settled": figures.get("settled", 0) if figures else 0,
        "first_names": f":{FIRST_NAMES}",
        "other_names": f"{FIRST_NAMES}:",
        "recommendations": _recommendations(artefact, figures, user),
        "may_judge": may,
        "is_creator": user.is_authenticated and artefact.creator_id == user.pk,
        "choices": {"role": RoleKind.choices, "size": SizeBand.choices, "sector": Sector.choices},
    }
    if user.is_authenticated and may:
        panel |= _own(request, artefact)
    if panel["is_creator"]:
        panel["has_error"] = _ask_answers(request, artefact, found)
    return "ratings/_reviews.html", panel


def beside(request, artefact):
    """In the page: what is recommended with it, each with its reason."""
    if artefact.status not in READABLE:
        return None
    rows = suggestions.beside(artefact, request.user, SUGGESTED)
    panel = {"rows": rows, "anchor": "beside", "anchor_label": _("Recommended with this")}
    return ("ratings/_beside.html", panel) if rows else None


def ask_use(request, artefact):
    """Above the page of what somebody took: whether they used it."""
    user = request.user
    if artefact.status not in READABLE or not user.is_authenticated or not may_judge(user, artefact):
        return None
    own = _said_before(artefact, user)
    if own["taken_at"] is None or own["used"]:
        return None
    return "ratings/_ask_use.html", {
        "place": "top",
        "artefact": artefact,
        "ago": suggestions.ago(own["taken_at"]),
    }


def asked(request, member):
    """On one's own page: what one took a while ago, and whether one used it."""
    if request.user != member:
        return None
    rows = suggestions.to_ask(member)
    return ("ratings/_asked.html", {"rows": rows}) if rows else None


def suggested(request, member=None):
    """On the home page and on one's own page: work and people for whoever is signed in."""
    user = request.user
    if not user.is_authenticated or (member and member != user):
        return None
    rows, people = suggestions.for_you(user, SUGGESTED), suggestions.people(user, SUGGESTED)
    return "ratings/_suggested.html", {"rows": rows, "people": people}


def _figures(artefact):
    """The figures of an artefact that somebody has judged, read once for a page; None before."""
    if artefact.low <= 0:
        return None
    if not hasattr(artefact, "kept_figures"):
        found = _stored_figures(artefact=artefact.pk)
        artefact.kept_figures = (found[0][0] or None) if found else None
    return artefact.kept_figures


@prepared
def _stored_figures(artefact):
    return Tally.objects.filter(artefact=artefact).values_list("figures")


def _recommendations(artefact, figures, user):
    if not figures or not figures["recommended"]:
        return []
    rows = Recommendation.objects.filter(artefact=artefact)
    rows = rows.select_related("by", "as_role", "as_organisation__organisation")
    return list(_those_i_follow_first(rows, user)[:NAMES])


def _own(request, artefact):
    """The forms, with what was typed and could not be taken, or what this member said before.

    The form that the address names is open; to whoever took it and has not said what became of it, the report of use.
    """
    own, forms = _said_before(artefact, request.user), {}
    typed = keeping_words.kept(request) or {}
    for name, form in FORMS.items():
        if typed.get("form") == name:
            forms[name] = form(typed, auto_id=f"{name}-%s")
        else:
            forms[name] = form(initial=_said(own[name], form), auto_id=f"{name}-%s")
    has_error = any(form.is_bound and form.errors for form in forms.values())
    taken = "used" if own["taken_at"] and own["used"] is None else None
    opened = typed.get("form") or request.GET.get("say") or taken
    return {"own": own, "forms": forms, "open": opened, "has_error": has_error}


def _ask_answers(request, artefact, found):
    """Give each review the form of its answer, with what was typed and could not be taken; answers whether it is wrong.

    The review that it was typed for is among them, also where it stands on another page.
    """
    typed = keeping_words.kept(request) or {}
    number = typed.get("review", "")
    if number and all(str(rating.pk) != number for rating in found.rows):
        found.rows[:0] = filter(None, [review_of(artefact, number)])
    for rating in found.rows:
        names = {"auto_id": f"answer-{rating.pk}-%s", "use_required_attribute": False}
        said = getattr(getattr(rating, "reply", None), "text", "")
        is_this = str(rating.pk) == number
        rating.answer_form = ReviewReplyForm(typed if is_this else None, initial={"text": said}, **names)
    return any(rating.answer_form.errors for rating in found.rows)


def _said_before(artefact, user):
    """{form: what this member said in it or None}, and ``taken_at``, when they took it. Read once for a page."""
    if not hasattr(artefact, "kept_own"):
        names = {"rate": "ratings", "used": "use_reports", "recommend": "recommendations"}
        mine = {
            f"my_{form}": FilteredRelation(name, condition=Q(**{f"{name}__by": user}))
            for form, name in names.items()
        }
        taken = Taken.objects.filter(member=user, artefact=OuterRef("pk")).values("at")
        rows = Artefact.objects.filter(pk=artefact.pk).annotate(taken_at=Subquery(taken), **mine)
        row = rows.select_related(*mine).get()
        said = {form: getattr(row, f"my_{form}", None) for form in names}
        artefact.kept_own = said | {"taken_at": row.taken_at}
    return artefact.kept_own


def _said(row, form):
    """What a row says, as its form has it; nothing is chosen where there is no row."""
    if row is None:
        return {}
    said = {name: getattr(row, name) for name in form.base_fields}
    for name in CRITERIA.keys() & said.keys():
        said[name] = NOT_APPLICABLE if said[name] is None else said[name]
    if "would_use_again" in said:
        said["would_use_again"] = {True: "yes", False: "no"}.get(said["would_use_again"], "")
    return said


def creator_acts(request, member):
    """In the head of a member's page: the ways to rate and to recommend them."""
    if not _has_reputation(member) or not request.user.is_authenticated or request.user.pk == member.pk:
        return None
    if not _is_known(_facts(member)):  # who shared nothing cannot be judged by it
        return None
    return "ratings/_creator_acts.html", {"place": "head", "member": member}


def reputation(request, member):
    """On a member's page: the parts of the reputation. To others nothing where there is nothing; to oneself how."""
    if not _has_reputation(member):
        return None
    facts, user = _facts(member), request.user
    figures, is_self = facts["peer_figures"] or {}, user.pk == member.pk
    has_ratings = bool(figures and figures["why"]["ratings"])
    panel = {"member": member, "is_self": is_self, "facts": facts}
    if not _is_known(facts):
        return ("ratings/_no_reputation.html", panel) if is_self else None
    panel |= {"endorsed": figures.get("endorsed", []), "works": _works(figures)}
    if has_ratings:
        panel |= {
            "headline": wording.headline(figures),
            "few": wording.few(figures),
            "why": wording.why_creator(figures),
            "criteria": wording.criteria(figures, CREATOR_CRITERIA),
            "early": figures["early"],
        }
    if panel["endorsed"]:
        panel["quotes"] = list(_those_i_follow_first(peers.recommendations_of(member), user)[:QUOTES])
        if user.is_authenticated and not is_self:
            panel["own"] = list(peers.recommendations_of(member).filter(by=user).order_by("pk"))
    return "ratings/_reputation.html", panel


def written(request, member):
    """On a member's page: the reviews they wrote, the newest first."""
    if not _has_reputation(member):
        return None
    total = Window(Count("pk"))
    rows = list(peers.reviews_by(member).annotate(total=total).order_by("-pk")[:REVIEWS])
    return ("ratings/_written.html", {"member": member, "rows": rows}) if rows else None


def _has_reputation(member):
    return not member.is_collector and member.closed_at is None


def _facts(member):
    """What is known of a creator, read once for a page."""
    if not hasattr(member, "kept_facts"):
        member.kept_facts = peers.facts_of(member)
    return member.kept_facts


def _is_known(facts):
    """Whether a creator has shared work that is on show, or peers have said anything of it or of them."""
    figures = facts["peer_figures"] or {}
    has_ratings = bool(figures and figures["why"]["ratings"])
    return bool(facts["work_count"] or facts["user_count"] or has_ratings or figures.get("endorsed"))


def _works(figures):
    """[(artefact, score, per cent)] of the works that carry a reputation and are still on show."""
    parts = figures.get("work", [])
    if not parts:
        return []
    on_show = Artefact.objects.filter(status__in=READABLE).only("title", "slug")
    known = on_show.in_bulk([pk for pk, _score, _share in parts])
    return [(known[pk], score, share) for pk, score, share in parts if pk in known]


def _those_i_follow_first(rows, user):
    """Rows with ``by``: those of members whom ``user`` follows, then the others, the newest first."""
    if not user.is_authenticated:
        return rows.order_by("-pk")
    follows = Follow.objects.filter(by=user, member=OuterRef("by"))
    return rows.annotate(is_followed=Exists(follows)).order_by("-is_followed", "-pk")
