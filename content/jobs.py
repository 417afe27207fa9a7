"""What this room does in the background: each job answers how many things it did and may be repeated."""

from django.utils import timezone

from content import (
    cleaning,
    comparing_versions,
    downloads,
    facets,
    inspection,
    keeping,
    lifecycle,
    search,
    similar,
    unfound,
)
from content.announcing import of_new
from content.history import follow
from content.telling import of_change


def clean_files():
    """Remove the properties of files whose contributors wish it; inspecting them is the next job's."""
    return cleaning.clean_waiting()


def inspect_files():
    """Look inside the files that wait for it."""
    return inspection.inspect_waiting()


def compare_versions():
    """Find out what changed in newly published versions."""
    return comparing_versions.compare_waiting()


def plan_comparisons():
    """Have versions compared that were published without it being planned."""
    return comparing_versions.plan_missing()


def tell_people():
    """Tell contributors what was decided on their work, and members of what is new in their practices."""
    return follow("tell people", lambda change: of_change(change) + of_new(change))


def roll_up_downloads():
    """Add new downloads to their artefacts."""
    return downloads.roll_up(timezone.now())


def sweep_files():
    """Remove files that no row names, and what came in only half."""
    return keeping.sweep(timezone.now())


def recount_facets():
    """Compare the stored counts of lists with the rows and put right what differs."""
    return facets.recount(fix=True)


def recount_words():
    """Compare the words "did you mean" chooses from with the documents and put right what differs."""
    return search.recount_words()


def choose_best():
    """Choose anew which documents are among the best, those that a search ranks in full."""
    return search.choose_best()


def study_texts():
    """Look for near-duplicates of files that were inspected and not looked at since."""
    return similar.study_missing()


def tell_review_dates():
    """Tell creators whose review dates are past."""
    return lifecycle.tell_due(timezone.localdate())


def sweep_unfound():
    """Forget searches without a hit of more than twelve weeks ago."""
    return unfound.sweep(timezone.localdate())
