"""What this room does in the background: each job answers the number of things it did and is safe to repeat."""

from django.utils import timezone

from content import downloads, facets, inspection, keeping, search


def inspect_files():
    """Look inside the files that wait for it."""
    return inspection.inspect_waiting()


def roll_up_downloads():
    """Add new downloads to their artefacts."""
    return downloads.roll_up(timezone.now())


def sweep_files():
    """Remove files that no row names, and what came in only half."""
    return keeping.sweep(timezone.now())


def recount_facets():
    """Compare the stored counts of lists with the rows and put right what differs."""
    return facets.recount(fix=True)


def choose_best():
    """Choose each creator's best-proven work anew."""
    return search.choose_best()
