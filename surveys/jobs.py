"""What this room does in the background: each job answers how many things it did and may be repeated."""

from django.utils import timezone

from surveys import answering, ranking, snapshots, wanting


def close_waves():
    """Close surveys whose time is over."""
    return answering.close_due(timezone.now())


def publish_results():
    """Count the surveys that were answered since, and publish what may be published of them."""
    return snapshots.publish_due(timezone.now())


def rank_pairs():
    """Count the pairwise rounds that were voted in since."""
    return ranking.refresh_due(timezone.now())


def recount_votes():
    """Compare the stored votes of needs with the rows and put right what differs."""
    return wanting.recount(fix=True)
