"""How well the moderators' list puts fraud first, without having seen a label: area under the ROC curve."""

from ratings.evaluation.dataset import Dataset, Rating
from ratings.evaluation.measures import auc
from ratings.evaluation.report import Report
from ratings.evaluation.rows import DatasetError
from ratings.rings import collusion, doubts

NETWORK = 0.1  # share of ratings that are returned, from which on members rate members
BARS = {True: 0.960, False: 0.86}  # members who rate members; reviewers of things
STRONG = 0.5  # of half the scale: what decides a label


def run(data: Dataset) -> Report:
    """The AUC of the product's suspicion beside fairness and goodness, the edges that made the labels left out."""
    if len(set(data.fraud.values())) < 2:
        raise DatasetError("The fraud task needs labels of both kinds: name a labels file in dataset.toml.")
    report = Report("fraud", data.name)
    ratings = without_deciding(data)
    left_out = len(data.ratings) - len(ratings)
    verdicts = [(one.rater, one.target, (data.stars(one.value) - 3) / 2) for one in ratings]
    network = _returned(ratings) >= NETWORK
    suspicion = doubts(verdicts) if network else collusion(verdicts)
    report.reach("AUC", auc(suspicion, data.fraud), BARS[network])
    fairness, goodness = fairness_goodness(verdicts)
    known = goodness if network else fairness
    report.peers = {
        "goodness by FGA" if network else "fairness by FGA": {"AUC": auc(_negative(known), data.fraud)},
        "fairness": {"AUC": auc(_negative(fairness), data.fraud)},
    }
    what = "members rate members" if network else "members rate things"
    report.notes.append(f"{len(data.fraud)} labels; {what}; {left_out} label-deciding ratings left out.")
    return report


def without_deciding(data: Dataset) -> list[Rating]:
    """The ratings without those that made the labels, where ``label_seed`` names the node they came from.

    S1 is the seed and whom it rates strongly well; the labels are whom S1 rates strongly, well or badly.
    """
    seed = data.label_seed
    if seed is None:
        return data.ratings

    def strong(rating: Rating) -> float:
        verdict = (data.stars(rating.value) - 3) / 2
        return verdict if abs(verdict) >= STRONG else 0.0

    first = {seed} | {one.target for one in data.ratings if one.rater == seed and strong(one) > 0}
    return [one for one in data.ratings if not (one.rater in first and strong(one))]


def fairness_goodness(verdicts: list[tuple[str, str, float]], rounds: int = 30) -> tuple[dict, dict]:
    """(fairness of raters, goodness of the rated) after S. Kumar et al., ICDM 2016: the peer."""
    received: dict[str, list] = {}
    given: dict[str, list] = {}
    for rater, target, verdict in verdicts:
        received.setdefault(target, []).append((rater, verdict))
        given.setdefault(rater, []).append((target, verdict))
    fairness, goodness = dict.fromkeys(given, 1.0), {}
    for _ in range(rounds):
        goodness = {
            one: sum(fairness[by] * v for by, v in all_) / len(all_) for one, all_ in received.items()
        }
        fairness = {
            one: 1 - sum(abs(v - goodness[to]) for to, v in all_) / (2 * len(all_))
            for one, all_ in given.items()
        }
    return fairness, goodness


def _negative(values: dict[str, float]) -> dict[str, float]:
    return {one: -value for one, value in values.items()}


def _returned(ratings: list[Rating]) -> float:
    pairs = {(one.rater, one.target) for one in ratings}
    return sum((target, rater) in pairs for rater, target in pairs) / max(1, len(pairs))
