"""Weights that make the shares of roles and sizes what the owner of a survey says they are: raking, with refusals.

Iterative proportional fitting (Deming and Stephan, 1940). It cannot make a sample representative, and where too
few carry too much it refuses: then the unweighted figures stand alone. Numbers in, numbers out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.intervals import design_effect

MOST_ITERATIONS = 50
TOLERANCE = 1e-6
LEAST_WEIGHT, MOST_WEIGHT = 0.3, 3.0  # times the mean
LEAST_RESPONDENTS = 10  # in each category that has a target
MOST_DESIGN_EFFECT = 2.0
FURTHEST_OFF = 0.01  # a share may miss its target by so much after trimming

Targets = Mapping[str, Mapping[str, float]]  # {"role": {"practitioner": 0.7, ...}, ...}


class CannotWeight(Exception):
    """No weights are given; the text says why in words fit to be shown."""

    def __init__(self, reason):
        self.reason = str(reason)
        super().__init__(self.reason)


def weights_for(respondents: Sequence[Mapping[str, str]], targets: Targets) -> list[float]:
    """One weight of mean 1 for each respondent, in their order.

    A respondent is what they are in each dimension of ``targets``. Raises CannotWeight where a category has fewer
    than 10 respondents, somebody is in no category, targets contradict each other, or the design effect is
    above 2: then the weighted figures would be less sure than half as many answers.
    """
    _check_targets(targets)
    _check_counts(respondents, targets)
    counts = Counter(tuple(who[dimension] for dimension in targets) for who in respondents)
    weights = rake(counts, targets)
    trimmed = {cell: min(max(w, LEAST_WEIGHT), MOST_WEIGHT) for cell, w in weights.items()}
    if trimmed != weights:
        weights = rake(counts, targets, trimmed)
    _check_shares(counts, weights, targets)
    answer = [weights[tuple(who[dimension] for dimension in targets)] for who in respondents]
    if (effect := design_effect(answer)) > MOST_DESIGN_EFFECT:
        said = {"effect": f"{effect:.2f}", "most": f"{MOST_DESIGN_EFFECT:.1f}"}
        raise CannotWeight(
            _(
                "Not weighted: a few answers would count for too many (design effect %(effect)s, at most %(most)s)."
            )
            % said
        )
    return answer


def rake(
    counts: Mapping[tuple[str, ...], int],
    targets: Targets,
    start: Mapping[tuple[str, ...], float] | None = None,
) -> dict[tuple[str, ...], float]:
    """One weight of mean 1 for each cell: at most 50 rounds over the dimensions, until nothing moves by 1e-6."""
    weights = dict(start) if start else dict.fromkeys(counts, 1.0)
    total = sum(counts.values())
    for _round in range(MOST_ITERATIONS):
        moved = 0.0
        for place, shares in enumerate(targets.values()):
            held = _held(counts, weights, place)
            for cell in weights:
                factor = shares[cell[place]] * total / held[cell[place]]
                moved = max(moved, abs(factor - 1))
                weights[cell] *= factor
        if moved < TOLERANCE:
            break
    mean = sum(weights[cell] * n for cell, n in counts.items()) / total
    return {cell: weight / mean for cell, weight in weights.items()}


def _held(counts, weights, place):
    """The weight that each category of a dimension has now."""
    held = Counter()
    for cell, n in counts.items():
        held[cell[place]] += weights[cell] * n
    return held


def _check_targets(targets):
    for shares in targets.values():
        if any(share <= 0 for share in shares.values()) or abs(sum(shares.values()) - 1) > TOLERANCE:
            raise CannotWeight(_("Not weighted: the targets must be above 0 and add up to 1."))
    if not targets:
        raise CannotWeight(_("Not weighted: there are no targets."))


def _check_counts(respondents, targets):
    for dimension, shares in targets.items():
        seen = Counter(who.get(dimension) for who in respondents)
        if lost := sum(n for category, n in seen.items() if category not in shares):
            said = {"n": lost, "dimension": dimension}
            raise CannotWeight(
                ngettext(
                    "Not weighted: %(n)d respondent is in no category of %(dimension)s that has a target.",
                    "Not weighted: %(n)d respondents are in no category of %(dimension)s that has a target.",
                    lost,
                )
                % said
            )
        for category in shares:
            if seen[category] < LEAST_RESPONDENTS:
                raise CannotWeight(_too_few(category, seen[category], len(respondents)))


def _too_few(category, n, everybody):
    return _(
        "Not weighted: %(n)d of %(everybody)d respondents are “%(category)s”, and each category with a target "
        "needs %(least)d. No weights can put right what so few have said."
    ) % {"n": n, "everybody": everybody, "category": category, "least": LEAST_RESPONDENTS}


def _check_shares(counts, weights, targets):
    total = sum(counts.values())
    for place, shares in enumerate(targets.values()):
        held = _held(counts, weights, place)
        if any(abs(held[category] / total - share) > FURTHEST_OFF for category, share in shares.items()):
            raise CannotWeight(_("Not weighted: the targets cannot be met together by those who answered."))
