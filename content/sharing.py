"""From a file on somebody's desk to "sent for review": what the steps of the wizard keep and still ask for.

The steps are STEPS, in their order; a version knows by its rows which of them are done, so that leaving and
coming back continues at the first that is not.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from content import lineage, publishing
from content.enums import OPEN_STATES, Facet, Origin, Shape, State, Status
from content.files.kinds import HEAD_BYTES, clean_name, early_refusal
from content.models import Cleaning, FacetPair, File, Start, StatusChange, Version
from content.publishing import AlreadyKept, FileRefused, NotReady, Refused
from content.rules import may_edit
from people.answers import demand
from people.enums import RoleKind

MOST_TITLE = 100
MOST_KNOWN_TAGS = 200
STEPS = ("file", "about", "licence", "check")
SHAPE_ASKS = {
    Shape.CASE_STUDY: ("case_study", _("Say what the situation was and what you did.")),
    Shape.MEASURE: ("measure", _("Say how the measure is calculated.")),
    Shape.LINK: ("source", _("Name the author and the address of the original.")),
}


class TooMuch(Refused):
    """A member's share of the site is used up."""


def open_versions(member):
    """What lies on a member's desk: drafts, work sent back, and what waits for review; newest first."""
    mine = Version.objects.filter(by=member, state__in=sorted(OPEN_STATES))
    return mine.exclude(artefact__status=Status.REMOVED).select_related("artefact__kind").order_by("-pk")


def begin(*, by, token, title, kind, body="", source=None):
    """The draft version that a form with this ``token`` made: now, or when it was sent before.

    Raises TooMuch, and ValidationError for what cannot be kept or a token of somebody else's form.
    """
    if known := _begun(token, by):
        return known
    if open_versions(by).count() >= settings.MOST_OPEN_DRAFTS:
        reason = _("You have %(limit)d drafts. Finish or delete one of them before you start another.")
        raise TooMuch(reason % {"limit": settings.MOST_OPEN_DRAFTS})
    try:
        with transaction.atomic():
            artefact = publishing.start_draft(by=by, title=title, kind=kind, body=body, source=source)
            Start.objects.create(token=token, artefact=artefact)
    except IntegrityError:
        if known := _begun(token, by):
            return known
        raise
    return artefact.versions.get()


def keep(version, upload, *, by):
    """Keep an uploaded file with a draft; the same bytes a second time change nothing.

    What was declared is asked again. Raises FileRefused, TooMuch, and storing.StoreFull; then nothing is kept.
    """
    if _stored_bytes(by) + upload.size > settings.MOST_STORED_BYTES:
        limit = settings.MOST_STORED_BYTES // 1_000_000
        raise TooMuch(_("Your files would take more than %(limit)d MB together.") % {"limit": limit})
    try:
        publishing.attach(version, upload, name=upload.name, by=by, once=True)
    except AlreadyKept:
        return
    publishing.take_back_declaration(version, by=by)


def keep_all(version, uploads, *, by):
    """Keep what can be kept of several files; answers a sentence for each that cannot."""
    problems = []
    for upload in uploads:
        try:
            keep(version, upload, by=by)
        except (FileRefused, TooMuch) as refused:
            problems.append(f"{clean_name(upload.name)}: {refused.reason}")
    return problems


def refusal(upload):
    """Why a file is not even tried, with its name, or ""; looks at name, size and first bytes."""
    name = clean_name(upload.name)
    reason = early_refusal(name, upload.size, upload.read(HEAD_BYTES))
    upload.seek(0)
    return f"{name}: {reason}" if reason else ""


def first_title(names, body, author):
    """A title for a draft that nobody has given one yet: from its file, its first line, or whose work it is."""
    lines = (line.strip("#*_>- \t") for line in body.splitlines())
    line = next(filter(None, lines), "")
    stem = clean_name(names[0]).rpartition(".")[0].replace("_", " ") if names else ""
    title = stem or line or (_("Work of %(author)s") % {"author": author} if author else "")
    return title[:MOST_TITLE].strip() or str(_("Untitled"))


def known_tags():
    """The names of the tags used most, for the list that a browser offers while one types."""
    alone = FacetPair.objects.filter(first=F("second"), first__facet=Facet.TAG, n__gt=0)
    return list(alone.order_by("-n", "first__label").values_list("first__label", flat=True)[:MOST_KNOWN_TAGS])


def link(version, source, *, by):
    """Name the work of others that a draft points to (Source's fields), or None for none."""
    stored = getattr(version.artefact, "source", None)
    if (source or stored) and source != _fields_of(stored):
        publishing.describe(version.artefact, by=by, source=source)


def write(version, body, *, by):
    """Replace the text of a draft if it is another one; what was declared is asked again."""
    if body != version.body:
        publishing.set_body(version, body, by=by)
        publishing.take_back_declaration(version, by=by)


def unfinished(version):
    """What each step still asks for: {step: [sentences]}, without the steps that are done.

    Note: reads the version's files, and its artefact with practices and what its kind asks for.
    """
    asks = {
        "file": _file_asks(version),
        "about": _about_asks(version.artefact),
        "licence": _licence_asks(version),
    }
    return {step: sentences for step, sentences in asks.items() if sentences}


def next_step(version):
    """The first step that is not done."""
    return next(iter(unfinished(version)), "check")


def must_declare_interest(version):
    """Whether a product or a vendor is in it, so that readers want to know what the contributor gains by it.

    Note: reads version.artefact, and as_role and as_organisation with its organisation.
    """
    artefact, role, standing = version.artefact, version.as_role, version.as_organisation
    if artefact.tool or artefact.origin in {Origin.CONSULTANCY, Origin.VENDOR}:
        return True
    return bool((role and role.kind == RoleKind.VENDOR) or (standing and standing.organisation.is_vendor))


def twins(version):
    """[(file of this version, published file with the same bytes in another artefact)], in two queries.

    Of each other artefact one for each file. What was cleaned counts as it was uploaded, too; the originals of
    an adaptation surprise nobody.
    """
    files = {}
    for file in version.files.select_related("cleaning"):
        files[file.sha256] = file
        if hasattr(file, "cleaning") and file.cleaning.sha256_before:
            files[file.cleaning.sha256_before] = file
    same = File.objects.filter(
        sha256__in=files, version__state=State.PUBLISHED, version__artefact__status=Status.PUBLISHED
    ).exclude(version__artefact=version.artefact_id)
    same = same.exclude(version__artefact__in=lineage.original_artefacts(version))
    found = same.select_related("version__artefact").order_by("version__artefact", "-pk")
    pairs = [(files[twin.sha256], twin) for twin in found]
    return list({(twin.version.artefact_id, file.pk): (file, twin) for file, twin in pairs}.values())


def send(version, *, by, is_different=False):
    """Send a version for review. Raises NotReady with a sentence for each thing that is missing."""
    demand(may_edit(by, version))
    missing = [sentence for sentences in unfinished(version).values() for sentence in sentences]
    if Cleaning.objects.open().filter(file__version=version).exists():
        missing.append(_("Wait until your file is cleaned, and look at what was removed."))
    missing += [publishing.why_not(file) for file in version.files.all() if file.is_refused]
    if not is_different and twins(version):
        missing.append(_("Say that your file is meant to be a different artefact."))
    if missing:
        raise NotReady(missing)
    return publishing.submit(version, by=by)


@transaction.atomic
def discard(version, *, by):
    """Delete a draft and its files for good; of an artefact that was published only this version.

    What a moderator has seen leaves its history behind.
    """
    demand(may_edit(by, version))
    artefact = version.artefact
    for file in version.files.all():
        publishing.detach(file, by=by)
    if artefact.status != Status.DRAFT:
        version.delete()
    elif artefact.changes.exists():
        publishing.remove(artefact, by=by, note=_("Its contributor deleted the draft."))
    else:
        artefact.delete()


def sent_back_because(version):
    """The moderator's note on a version that was sent back, or ""."""
    if version.state != State.SENT_BACK:
        return ""
    notes = StatusChange.objects.filter(version=version, after=State.SENT_BACK).order_by("-pk")
    return notes.values_list("note", flat=True).first() or ""


def _fields_of(source):
    return {name: getattr(source, name) for name in ("author", "publisher", "url")} if source else None


def _begun(token, by):
    start = Start.objects.select_related("artefact").filter(token=token).first()
    if start is None:
        return None
    if start.artefact.creator_id != by.pk:
        raise ValidationError(_("This form was sent before. Open the page again."))
    return start.artefact.versions.newest_first().first()


def _stored_bytes(member):
    return File.objects.filter(version__by=member).aggregate(total=Sum("size"))["total"] or 0


def _file_asks(version):
    if version.body.strip() or hasattr(version.artefact, "source") or version.files.all():
        return []
    return [_("Add a file, a text or a link.")]


def _about_asks(artefact):
    asks = []
    if not artefact.summary:
        asks.append(_("Say in one sentence what it is for."))
    if not artefact.practices.all():
        asks.append(_("Choose a practice."))
    relation, sentence = SHAPE_ASKS.get(artefact.kind.shape, ("", ""))
    if relation and not hasattr(artefact, relation):
        asks.append(sentence)
    return asks


def _licence_asks(version):
    asks = []
    if version.licence_id is None:
        asks.append(_("Choose a licence."))
    elif problem := lineage.licence_problem(version, version.licence_id):
        asks.append(problem)
    if version.declared_at is None:
        asks.append(_("Confirm that you may share it."))
    if must_declare_interest(version) and not version.interest:
        asks.append(_("Say what you have to do with the product or the firm."))
    return asks
