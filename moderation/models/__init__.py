"""What is reported, claimed and decided."""

from moderation.models.claims import Takedown
from moderation.models.decisions import Decision
from moderation.models.reports import Report

__all__ = ["Decision", "Report", "Takedown"]
