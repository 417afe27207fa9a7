"""What the library holds on a member: what they shared, what waits on their desk, what they took."""

from collections import defaultdict
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import storing
from content.enums import OPEN_STATES, Status
from content.models import Artefact, Collection, CollectionItem, File, StatusChange, Taken, Version
from people.privacy import Effects, Holding

ARTEFACT = (
    "slug",
    "status",
    "title",
    "summary",
    "language",
    "origin",
    "made_for",
    "in_use_since",
    "you_need",
    "works_best_when",
    "leave_it_when",
    "need",
    "tool",
    "created_at",
    "published_at",
)
VERSION = (
    "state",
    "licence_id",
    "change_note",
    "body",
    "interest",
    "declared_at",
    "created_at",
    "published_at",
)


def export(member):
    """Artefacts with versions and the names of their files, decisions, collections, and what was downloaded."""
    return {
        "artefacts": _artefacts(member),
        "collections": _collections(member),
        "taken": list(Taken.objects.filter(member=member).order_by("pk").values("artefact__title", "at")),
        "moves": list(
            StatusChange.objects.filter(by=member).values("artefact__title", "before", "after", "note", "at")
        ),
        "reviewed": [
            {"artefact": version.artefact.title, "version": version.number}
            for version in Version.objects.filter(reviewed_by=member)
            .select_related("artefact")
            .order_by("pk")
        ],
    }


def files(member):
    """The member's own files, below the record number and version they belong to."""
    rows = File.objects.filter(version__by=member).select_related("version__artefact").order_by("pk")
    for file in rows:
        version = file.version
        name = f"files/{version.artefact.record_number}/{version.number}/{file.name}"
        yield name, partial(storing.open_read, file.store_path)


def effects(member):
    drafts, waiting = _drafts(member).count(), _open_versions(member).count()
    kept = _kept(member).count()
    goes = [_("What the site remembers you downloaded.")]
    if drafts:
        goes.append(
            ngettext(
                "%(n)d draft that was never published, with its files.",
                "%(n)d drafts that were never published, with their files.",
                drafts,
            )
            % {"n": drafts}
        )
    if waiting:
        goes.append(
            ngettext(
                "%(n)d new version that was not published yet, with its files.",
                "%(n)d new versions that were not published yet, with their files.",
                waiting,
            )
            % {"n": waiting}
        )
    if collections := Collection.objects.filter(owner=member).count():
        goes.append(ngettext("%(n)d collection.", "%(n)d collections.", collections) % {"n": collections})
    stays = []
    if kept:
        stays.append(
            ngettext(
                "%(n)d artefact you published: others rely on its licence.",
                "%(n)d artefacts you published: others rely on their licences.",
                kept,
            )
            % {"n": kept}
        )
    return Effects(goes, stays)


def erase(member, *, keep_name):
    """Drafts and versions that nobody else has seen go with their files; published work stays."""
    Taken.objects.filter(member=member).delete()
    Collection.objects.filter(owner=member).delete()
    drafts, versions = _drafts(member), _open_versions(member)
    _remove_files(File.objects.filter(version__artefact__in=drafts))
    _remove_files(File.objects.filter(version__in=versions))
    versions.delete()
    drafts.delete()


def renamed(member):
    """Cards and pages print the name: their stamp changes, so that they are drawn anew."""
    Artefact.objects.filter(creator=member).update(changed_at=timezone.now())


def _drafts(member):
    return Artefact.objects.filter(creator=member, status=Status.DRAFT)


def _open_versions(member):
    rows = Version.objects.filter(by=member, state__in=sorted(OPEN_STATES))
    return rows.exclude(artefact__status=Status.DRAFT)


def _kept(member):
    return Artefact.objects.filter(creator=member).exclude(status__in=[Status.DRAFT, Status.REMOVED])


def _remove_files(rows):
    storing.remove_after_commit([place for file in rows for place in (file.store_path, file.preview_folder)])


def _collections(member):
    items = defaultdict(list)
    rows = CollectionItem.objects.filter(collection__owner=member).order_by("collection", "place", "pk")
    for pk, title, note in rows.values_list("collection", "artefact__title", "note"):
        items[pk].append({"artefact": title, "note": note})
    own = Collection.objects.filter(owner=member).order_by("pk")
    return [
        {"title": row.title, "text": row.text, "is_public": row.is_public, "changed_at": row.changed_at}
        | {"artefacts": items[row.pk]}
        for row in own
    ]


def _artefacts(member):
    versions = defaultdict(list)
    for version in Version.objects.filter(by=member).prefetch_related("files").order_by("pk"):
        said = {name: getattr(version, name) for name in VERSION}
        files = [
            {"name": file.name, "bytes": file.size, "sha256": file.sha256} for file in version.files.all()
        ]
        versions[version.artefact_id].append({"number": version.number} | said | {"files": files})
    rows = Artefact.objects.filter(creator=member).order_by("pk").select_related("kind")
    return [
        {"number": row.record_number, "kind": row.kind.label}
        | {name: getattr(row, name) for name in ARTEFACT}
        | {"practices": [practice.label for practice in row.practices.all()]}
        | {"tags": sorted(row.tags.names()), "versions": versions[row.pk]}
        for row in rows.prefetch_related("practices")
    ]


HOLDING = Holding(
    name="content",
    covers=frozenset(
        {
            "content.Artefact.creator",
            "content.Version.by",
            "content.Version.reviewed_by",
            "content.StatusChange.by",
            "content.Taken.member",
            "content.Collection.owner",
        }
    ),
    export=export,
    effects=effects,
    erase=erase,
    files=files,
    renamed=renamed,
)
