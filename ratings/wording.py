"""What the figures of an artefact say in sentences and widths: numbers in, words out."""

from django.template.defaultfilters import floatformat
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.enums import Sector
from ratings import transfer
from ratings.enums import Adoption
from ratings.figures import evidence as evidence_of
from ratings.scoring import SCORE_NEEDS, wilson

MOST_NAMED = 4  # sectors


def headline(figures):
    """ "No ratings yet", or how many there are."""
    count = figures["why"]["ratings"] if figures else 0
    if not count:
        return _("No ratings yet")
    return ngettext("%(n)d rating", "%(n)d ratings", count) % {"n": count}


def few(figures):
    """What fewer than three ratings say: each of them, as there is no score; "" where there is one or none."""
    if not figures or not 0 < figures["why"]["ratings"] < SCORE_NEEDS:
        return ""
    stars = [str(at) for at in range(5, 0, -1) for _n in range(sum(figures["stars"][at - 1]))]
    return _("Stars given: %(stars)s. A score needs %(n)d ratings.") % {
        "stars": ", ".join(stars),
        "n": SCORE_NEEDS,
    }


def why(figures):
    """The sentences behind "Why this score?" of an artefact, each with its numbers."""
    return [*_said(figures), _drawn(figures), *_counting(figures), *_early(figures)]


def why_creator(figures):
    """The same of a creator, who is drawn to the mean of all creators."""
    drawn = _("It is drawn towards %(prior)s, the mean of all creators here, with the weight of %(n)d votes.")
    told = figures["why"]
    numbers = {"prior": _one(told["prior"]), "n": told["prior_votes"]}
    return [*_said(figures), drawn % numbers, *_ties(told), *_early(figures)]


def _said(figures):
    told = figures["why"]
    said = [_("%(score)s from %(n)d ratings.") % {"score": _one(told["score"]), "n": told["ratings"]}]
    if told["proven"]:
        proven_say = ngettext(
            "%(n)d proven practitioner says %(mean)s.",
            "%(n)d proven practitioners say %(mean)s.",
            told["proven"],
        )
        said.append(proven_say % {"n": told["proven"], "mean": _one(told["proven_mean"])})
    else:
        said.append(_("None of them is by a proven practitioner yet."))
    if told["newer"]:
        words = {"mean": told["newer_mean"], "votes": told["newer_votes"], "doubt": told["newer_within"]}
        numbers = {"n": told["newer"]} | {name: _one(value) for name, value in words.items()}
        said.append(_newer_say(told["newer"], has_proven=bool(told["proven"])) % numbers)
    return said


def _newer_say(count, *, has_proven):
    """Where nobody proven has voted, the doubt is that about what the score is drawn to."""
    if has_proven:
        return ngettext(
            "%(n)d newer member says %(mean)s and counts as %(votes)s votes, no further than %(doubt)s from what "
            "the proven say.",
            "%(n)d newer members say %(mean)s and count as %(votes)s votes, no further than %(doubt)s from what "
            "the proven say.",
            count,
        )
    return ngettext(
        "%(n)d newer member says %(mean)s and counts as %(votes)s votes, no further than %(doubt)s from the mean "
        "that it is drawn towards.",
        "%(n)d newer members say %(mean)s and count as %(votes)s votes, no further than %(doubt)s from the mean "
        "that it is drawn towards.",
        count,
    )


def _drawn(figures):
    """What it is drawn to: the mean of its practices by name, or of the site."""
    told, names = figures["why"], figures.get("drawn_to", [])
    numbers = {
        "prior": _one(told["prior"]),
        "n": told["prior_votes"],
        "names": get_text_list(names, _("and")),
    }
    if not names:
        return (
            _(
                "It is drawn towards %(prior)s, the mean of all that is rated here, with the weight of %(n)d votes."
            )
            % numbers
        )
    drawn = ngettext(
        "It is drawn towards %(prior)s, the mean of %(names)s, with the weight of %(n)d votes.",
        "It is drawn towards %(prior)s, the mean of its practices (%(names)s), with the weight of %(n)d votes.",
        len(names),
    )
    return drawn % numbers


def _counting(figures):
    """Which votes count less, and why."""
    said = _ties(figures["why"])
    if older := figures.get("older", 0):
        halved = ngettext(
            "%(n)d rating of an earlier major version counts half, since version %(major)d has enough of its own.",
            "%(n)d ratings of earlier major versions count half, since version %(major)d has enough of its own.",
            older,
        )
        said.append(halved % {"n": older, "major": figures["settled"]})
    return said


def _ties(told):
    if not told["interested"]:
        return []
    tied = ngettext(
        "%(n)d rating by a colleague, the employer or a vendor is shown but counts a quarter.",
        "%(n)d ratings by colleagues, the employer or a vendor are shown but count a quarter.",
        told["interested"],
    )
    return [tied % {"n": told["interested"]}]


def _early(figures):
    early = _("This is an early score: fewer than 25 members are proven practitioners so far.")
    return [early] if figures["early"] else []


def criteria(figures, names):
    """[(criterion, mean, how many)] of those that somebody rated."""
    found = [(label, *figures["criteria"][name]) for name, label in names.items()]
    return [(label, _one(total / count), count) for label, count, total in found if count]


def proven(figures):
    """The plain mean and count of the proven members, which stands beside the score; "" without any."""
    told = figures["why"]
    if not told["proven"]:
        return ""
    said = ngettext(
        "Plain mean of %(n)d proven member: %(mean)s",
        "Plain mean of %(n)d proven members: %(mean)s",
        told["proven"],
    )
    return said % {"n": told["proven"], "mean": _one(told["proven_mean"])}


def histogram(figures):
    """[(stars, total, proven, widths of the proven and the newer part in per cent)], five stars first."""
    counts = figures["stars"]
    most = max(1, *(sum(pair) for pair in counts))
    rows = []
    for stars in range(5, 0, -1):
        of_proven, newer = counts[stars - 1]
        widths = round(100 * of_proven / most, 1), round(100 * newer / most, 1)
        rows.append((stars, of_proven + newer, of_proven, *widths))
    return rows


def again(figures):
    """The share who would use it again, with its interval; "" where nobody said."""
    yes, asked = figures["again"]
    if not asked:
        return ""
    low, high = wilson(yes, asked)
    return _("%(yes)d of %(asked)d would use it again (95%% interval: %(low)d to %(high)d%%)") % {
        "yes": yes,
        "asked": asked,
        "low": round(100 * low),
        "high": round(100 * high),
    }


def roles(figures):
    """[(who, mean, how many)] of those who run services and those who help them."""
    names = {"doers": _("Practitioners and managers"), "helpers": _("Consultants, vendors and others")}
    found = [(names[key], *figures["roles"][key]) for key in names]
    return [(name, _one(total / count), count) for name, count, total in found if count]


def evidence(figures, teams):
    """How far it was tried: untested, used once, used by several, widely adapted."""
    if not teams:
        return _("Untested: nobody has reported using it")
    return evidence_of(figures).label


def uses(figures, teams):
    """ "14 teams used it; in: …; 50 to 249 staff", and how many tried and dropped it; "" where nobody said.

    Up to four sectors are named; more are a list that nobody reads, and a number says it.
    """
    said = []
    if teams:
        said.append(ngettext("%(n)d team used it", "%(n)d teams used it", teams) % {"n": teams})
        if sectors := [str(Sector(slug).label) for slug in figures["uses"]["sectors"]]:
            named = _("in: %(sectors)s") % {"sectors": ", ".join(sectors)}
            said.append(named if len(sectors) <= MOST_NAMED else _("in %(n)d sectors") % {"n": len(sectors)})
        if staff := transfer.staff(figures["uses"]["sizes"]):
            said.append(staff)
    if dropped := figures["uses"].get(Adoption.DROPPED, 0):
        said.append(_("tried and dropped by %(n)d") % {"n": dropped})
    return "; ".join(said)


def _one(value):
    return floatformat(value, 1)
