"""Who may do what with artefacts, versions and files. Plain questions, answered with a reason."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from content.enums import (
    OPEN_STATES,
    READABLE,
    Origin,
    Outcome,
    ReplyKind,
    ReplyState,
    Shape,
    State,
    Status,
)
from people.answers import Allowed, Denied

NOT_THERE = Denied(_("This artefact is not on show."))
SIGN_IN = Denied(_("Sign in first."))
NOT_YOURS = Denied(_("Only the contributor can do this."))
MODERATORS_ONLY = Denied(_("Only moderators decide on this."))
OWN_WORK = Denied(_("This is your own work: another moderator decides on it."))
ALONE = Allowed(_("not reviewed by a second person"))
# With so many published versions on show, what a member sends goes out before a moderator has looked at it.
TRUSTED_AFTER = 3


def may_share(user):
    """Start an artefact of one's own."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if user.is_active else Denied(_("Your account is closed."))


def may_view(user, artefact):
    """Open the page; the same answer as ``ArtefactQuerySet.visible_to`` gives for one row."""
    if artefact.status in READABLE:
        return Allowed()
    if not user.is_authenticated:
        return NOT_THERE
    own = artefact.creator_id == user.pk and artefact.status != Status.REMOVED
    return Allowed() if own or user.is_staff else NOT_THERE


def may_view_version(user, version):
    """Open one version. Note: reads version.artefact."""
    seen = may_view(user, version.artefact)
    if not seen or version.state == State.PUBLISHED:
        return seen
    if not user.is_authenticated:
        return NOT_THERE
    return Allowed() if user.is_staff or version.by_id == user.pk else NOT_THERE


def may_download(user, version):
    """Take the files of a version. Note: reads version.artefact. See also ``may_take`` for one file."""
    return may_view_version(user, version)


def may_take(user, file):
    """Take one file; what the inspection refused is kept from everybody but moderators.

    Note: reads file.version and its artefact.
    """
    seen = may_download(user, file.version)
    if not seen or file.outcome != Outcome.REFUSED:
        return seen
    if user.is_authenticated and user.is_staff:
        return Allowed(_("refused by the inspection"))
    return Denied(_("This file was refused when it was checked."))


def may_edit(user, version):
    """Change text, licence and files of a version that is still on its contributor's desk."""
    if not user.is_authenticated:
        return SIGN_IN
    if version.by_id != user.pk:
        return NOT_YOURS
    if version.state not in OPEN_STATES - {State.SUBMITTED}:
        return Denied(_("This version is not a draft any more. Start a new version."))
    return Allowed()


def may_submit(user, version):
    """Send a version for review."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if version.by_id == user.pk else NOT_YOURS


def may_take_back(user, version):
    """Make a version that waits for review a draft again."""
    return may_submit(user, version)


def may_add_version(user, artefact):
    """Start the next version of an artefact."""
    if not user.is_authenticated:
        return SIGN_IN
    if artefact.creator_id != user.pk:
        return NOT_YOURS
    if artefact.status == Status.REMOVED:
        return Denied(_("This artefact was removed."))
    return Allowed()


def may_describe(user, artefact):
    """Change what an artefact says of itself: title, summary, practices, where it comes from."""
    if not user.is_authenticated:
        return SIGN_IN
    if artefact.status == Status.REMOVED:
        return Denied(_("This artefact was removed."))
    return Allowed() if user.is_staff or artefact.creator_id == user.pk else NOT_YOURS


def may_decide(user, owner_ids):
    """Decide on work that belongs to ``owner_ids``: a moderator, but not on their own work.

    A site's only moderator may, and the answer's note says so.
    """
    if not user.is_authenticated:
        return SIGN_IN
    if not user.is_staff:
        return MODERATORS_ONLY
    if user.pk not in owner_ids:
        return Allowed()
    return OWN_WORK if _has_colleagues(user) else ALONE


def may_publish(user, version):
    """Publish a version that waits for review. Note: reads version.artefact."""
    if _is_library(user) and version.by_id == user.pk:
        return Allowed(_("loaded by the site itself"))
    return may_decide(user, {version.by_id, version.artefact.creator_id})


def may_have_read_again(user, version):
    """Have a file of a version looked into once more: its contributor, and moderators."""
    return Allowed() if user.is_staff or version.by_id == user.pk else NOT_YOURS


def may_publish_unchecked(user):
    """Publish files that still wait for inspection: only the site's own library."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if _is_library(user) else Denied(_("The files must be checked first."))


def may_publish_at_once(user, version):
    """Let one's own submission out before a moderator looks at it, when its files are checked.

    Members earn this by TRUSTED_AFTER versions that are published and still on show: whoever was hidden or
    taken down has fewer. The work of others (links, collected records) always waits, and so does what hangs on
    something hidden and what a moderator sent back before. Moderators' own work waits for another moderator.
    Note: reads version.artefact with its kind and source, and counts.
    """
    if not user.is_authenticated:
        return SIGN_IN
    if version.by_id != user.pk or version.artefact.creator_id != user.pk or not user.is_active:
        return NOT_YOURS
    if user.is_staff:
        return OWN_WORK
    if user.is_collector or _is_work_of_others(version.artefact):
        return Denied(_("The work of others waits for a moderator."))
    if version.artefact.status in {Status.HIDDEN, Status.REMOVED}:
        return Denied(_("A moderator took this off the site: a moderator looks at what comes next."))
    if version.changes.filter(after=State.SENT_BACK).exists():
        return Denied(_("A moderator asked for a change and looks at it again."))
    shown = user.versions.filter(state=State.PUBLISHED, artefact__status__in=sorted(READABLE))
    if shown.count() < TRUSTED_AFTER:
        return Denied(_("The first three submissions of a member wait for a moderator."))
    return Allowed(_("published at once; a moderator looks at it later"))


def may_look(user, version):
    """Say that one has looked at what was published at once. Note: reads version.artefact."""
    return may_decide(user, {version.by_id, version.artefact.creator_id})


def may_send_back(user, version):
    """Return a version to its contributor. Note: reads version.artefact."""
    return may_decide(user, {version.by_id, version.artefact.creator_id})


def may_hide(user, artefact):
    """Take an artefact off the site until it is shown again."""
    return may_decide(user, {artefact.creator_id})


def may_show_again(user, artefact):
    """Bring an artefact back: what a moderator hid only a moderator, what was retired also the creator."""
    if artefact.status == Status.HIDDEN:
        return may_decide(user, {artefact.creator_id})
    return may_retire(user, artefact)


def may_retire(user, artefact):
    """Say that an artefact is no longer kept up; its page stays."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if user.is_staff or artefact.creator_id == user.pk else NOT_YOURS


def may_supersede(user, artefact):
    """Name the successor of an artefact; its page stays and points there."""
    return may_retire(user, artefact)


def may_remove(user, artefact):
    """Take an artefact away for good: the creator a draft, a moderator anything of others."""
    if not user.is_authenticated:
        return SIGN_IN
    if artefact.status == Status.DRAFT and artefact.creator_id == user.pk:
        return Allowed()
    return may_decide(user, {artefact.creator_id})


def may_confirm(user, artefact):
    """Say that an artefact is still valid: its creator, of what everybody can see."""
    if not user.is_authenticated:
        return SIGN_IN
    if artefact.creator_id != user.pk:
        return NOT_YOURS
    return Allowed() if artefact.status in READABLE else NOT_THERE


def may_change_collection(user, collection):
    """Rename, fill, order, publish or delete a collection."""
    if not user.is_authenticated:
        return SIGN_IN
    if collection.owner_id != user.pk:
        return Denied(_("Only its owner changes a collection."))
    return Allowed()


def may_feature(user):
    """Put public collections on the home page, or take them off the site."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if user.is_staff else MODERATORS_ONLY


def may_merge_tags(user):
    """Make one tag of several: it changes the work of many, so it is for moderators."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if user.is_staff else MODERATORS_ONLY


def may_reply(user, artefact):
    """Say something about an artefact, or answer."""
    if not user.is_authenticated:
        return SIGN_IN
    if artefact.status not in READABLE:
        return NOT_THERE
    return Allowed() if user.is_active else Denied(_("Your account is closed."))


def may_reply_at_once(user, artefact):
    """Be read before a moderator has looked: after TRUSTED_AFTER contributions on show, and on one's own work.

    Note: counts.
    """
    if user.is_staff or artefact.creator_id == user.pk:
        return Allowed()
    versions = user.versions.filter(state=State.PUBLISHED, artefact__status__in=sorted(READABLE))
    shown = versions.count() + user.replies.filter(state=ReplyState.SHOWN).count()
    if shown < TRUSTED_AFTER:
        return Denied(_("The first contributions of a member wait for a moderator."))
    return Allowed()


def may_read_reply(user, reply):
    """Read a reply; the same answer as ``ReplyQuerySet.visible_to``. Note: reads reply.artefact."""
    seen = may_view(user, reply.artefact)
    if not seen or reply.state == ReplyState.SHOWN:
        return seen
    if not user.is_authenticated:
        return NOT_THERE
    own = reply.by_id == user.pk and reply.state != ReplyState.TAKEN_BACK
    return Allowed() if own or user.is_staff else NOT_THERE


def may_edit_reply(user, reply):
    """Change the text of a reply: its author, while it is shown or waits."""
    if not user.is_authenticated:
        return SIGN_IN
    if reply.by_id != user.pk:
        return Denied(_("Only its author can change it."))
    if reply.state not in {ReplyState.SHOWN, ReplyState.WAITING}:
        return Denied(_("It is not on show any more."))
    return Allowed()


def may_take_back_reply(user, reply):
    """Withdraw a reply: its author, hidden or not."""
    if not user.is_authenticated:
        return SIGN_IN
    if reply.by_id != user.pk:
        return Denied(_("Only its author can take it back."))
    gone = reply.state == ReplyState.TAKEN_BACK
    return Denied(_("It is taken back already.")) if gone else Allowed()


def may_mark_fixed(user, reply):
    """Say in which version a fault is fixed: the creator or a moderator. Note: reads reply.artefact."""
    if not user.is_authenticated:
        return SIGN_IN
    if reply.kind != ReplyKind.FAULT or reply.state != ReplyState.SHOWN:
        return Denied(_("This is no fault on show."))
    if user.is_staff or reply.artefact.creator_id == user.pk:
        return Allowed()
    return Denied(_("Only the creator or a moderator can say that it is fixed."))


def may_reopen(user, reply):
    """Say that a fault is there still: also whoever reported it. Note: reads reply.artefact."""
    answer = may_mark_fixed(user, reply)
    is_own = user.is_authenticated and reply.by_id == user.pk
    if not answer and is_own and reply.kind == ReplyKind.FAULT and reply.state == ReplyState.SHOWN:
        return Allowed()
    return answer


def may_decide_on_reply(user, reply):
    """Accept, hide or show a reply again: a moderator, but not their own."""
    return may_decide(user, {reply.by_id})


def _is_work_of_others(artefact):
    return (
        artefact.origin == Origin.COLLECTED
        or artefact.kind.shape == Shape.LINK
        or hasattr(artefact, "source")
    )


def _is_library(user):
    """An account of the site's own, that nobody can sign in to."""
    return user.is_authenticated and user.is_collector and not user.has_usable_password()


def _has_colleagues(user):
    return get_user_model().objects.open().filter(is_staff=True).exclude(pk=user.pk).exists()
