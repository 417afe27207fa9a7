"""What this room does in the background: each job answers how many things it did and may be repeated."""

from django.utils import timezone

from content.history import follow
from surveys import answering, asking, covering, focusing, pledging, ranking, snapshots, wanting


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


def refresh_focus():
    """Take over what was published of needs, and weigh it against what the library supplies."""
    return focusing.refresh(timezone.localdate())


def follow_pledges():
    """Remind of promises that are due, mark late ones, release those that nobody kept."""
    return pledging.follow(timezone.localdate())


def link_artefacts():
    """Propose newly published artefacts for the needs that their contributors named."""
    return follow("surveys.link_artefacts", covering.follow)


def ask_again():
    """Ask those who missed a need how well it is covered now that something is published for it."""
    return asking.plan(timezone.now()) + asking.send(timezone.localdate())
