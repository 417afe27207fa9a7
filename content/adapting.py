"""Starting one's own work out of somebody else's, and saying in the wizard that a draft is such work."""

from django.db import transaction
from django.utils.translation import gettext as _

from content import lineage, publishing, sharing
from content.models import Version
from content.moving import Refused
from people.answers import demand

MOST_TITLE = 200
KEPT = ("practices", "frameworks", "audiences")


@transaction.atomic
def start(original, *, by, token):
    """A draft adapted from a version: its words about where it belongs, none of its files or text.

    The same form sent twice finds the draft it made. Note: reads original.artefact.
    """
    demand(lineage.may_adapt(by, original))
    source = original.artefact
    ending = _("(adapted)")
    title = f"{source.title[: MOST_TITLE - len(ending) - 1].rstrip()} {ending}"
    version = sharing.begin(by=by, token=token, title=title, kind=source.kind)
    if version.adapted_from.exists():
        return version
    many = {name: list(getattr(source, name).all()) for name in KEPT}
    publishing.describe(version.artefact, by=by, language=source.language, **many)
    return lineage.adapt_from(version, originals=[original], by=by)


def add_original(version, original_id, *, by):
    """Say that a draft is adapted from one more version. Raises Refused for one that is not there."""
    original = Version.objects.filter(pk=original_id).first()
    if original is None:
        raise Refused(_("This artefact is not on show."))
    return lineage.adapt_from(version, originals=[*lineage.named_by(version), original], by=by)


def drop_original(version, original_id, *, by):
    """Say that a draft is not adapted from a version after all; one that it does not name is fine."""
    left = [original for original in lineage.named_by(version) if original.pk != original_id]
    return lineage.adapt_from(version, originals=left, by=by)
