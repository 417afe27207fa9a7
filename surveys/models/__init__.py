"""What is missing: surveys and what was answered, needs and what was promised."""

from surveys.models.needs import RUNNING, Coverage, Need, NeedFigures, NeedVote, Pledge, SecondQuestion
from surveys.models.pairs import PairIdea, PairRanking
from surveys.models.responses import Answer, AskAgain, PairVote, Participation, Response
from surveys.models.results import HistogramCell, Snapshot
from surveys.models.surveys import Item, PartnerLink, Question, Survey, Wave

__all__ = [
    "RUNNING",
    "Answer",
    "AskAgain",
    "Coverage",
    "HistogramCell",
    "Item",
    "Need",
    "NeedFigures",
    "NeedVote",
    "PairIdea",
    "PairRanking",
    "PairVote",
    "Participation",
    "PartnerLink",
    "Pledge",
    "Question",
    "Response",
    "SecondQuestion",
    "Snapshot",
    "Survey",
    "Wave",
]
