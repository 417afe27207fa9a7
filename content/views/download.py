"""Taking a file away, and the pictures that show what is inside it."""

import logging
from functools import reduce

from django.core.cache import caches
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from content import delivery, downloads, rules
from content.cachekeys import key_of
from content.enums import READABLE, State
from content.models import File, FileContent
from people.answers import demand
from people.prepared import prepared
from people.reading import read_only

log = logging.getLogger(__name__)


# What the answer to a visitor depends on: the texts of the version stay where they are.
OF_THE_ANSWER = (
    *("uuid", "name", "extension", "size", "sha256", "created_at", "outcome"),
    *("version__state", "version__major", "version__minor"),
    *("version__artefact__slug", "version__artefact__status"),
)
NEEDED = (*OF_THE_ANSWER, "version__by", "version__artefact__creator", "version__artefact__title")


def _file_or_404(request, slug, number, file_id):
    """A file of a version that this user may see, with its version and artefact.

    What a visitor may see is remembered for five seconds: a page of previews has many pictures.
    """
    if request.user.is_authenticated:
        return _read(request.user, slug, number, file_id)
    known = caches["downloads"]
    key = key_of(slug, number, file_id)
    file = known.get(key)
    if file is None:
        file = _read(request.user, slug, number, file_id)
        known.set(key, file)
    return file


def _read(user, slug, number, file_id):
    major, _, minor = number.partition(".")
    files = (
        File.objects.select_related("version__artefact").only(*NEEDED).filter(version__artefact__slug=slug)
    )
    file = get_object_or_404(files, pk=file_id, version__major=major, version__minor=minor)
    if not rules.may_download(user, file.version):
        raise Http404
    return file


@read_only
def download(request, slug, number, file_id):
    """One file as an attachment; needs no account."""
    file = _read(request.user, slug, number, file_id)
    demand(rules.may_take(request.user, file))
    try:
        response = delivery.attachment(request, file)
    except delivery.Missing:
        return _not_in_the_store(request, file)
    if delivery.begins_file(request, response):
        downloads.count(request, file.version.artefact)
    if not request.user.is_authenticated:
        response.again = _Again(file)
    return response


class _Again:
    """Gives the next visitor the same file (see back2itsm.pagecache.Again)."""

    def __init__(self, file):
        self.pk, self.artefact, self.said = file.pk, file.version.artefact_id, _said_of(file)
        self.hand_out = delivery.handing_out(file)

    def body(self, environ):
        if not downloads.is_settled(environ, self.artefact):
            return None
        try:
            return self.hand_out(environ)
        except delivery.Missing:
            return None

    def is_so(self):
        return _said_by_now(pk=self.pk) == [self.said]


def _said_of(file):
    return tuple(reduce(getattr, name.split("__"), file) for name in OF_THE_ANSWER)


@prepared
def _said_by_now(pk):
    return File.objects.filter(pk=pk).values_list(*OF_THE_ANSWER)


@read_only
def preview_picture(request, slug, number, file_id, picture):
    """One picture that the inspection made of a file."""
    file = _file_or_404(request, slug, number, file_id)
    names = FileContent.objects.filter(file=file).values_list("pictures", flat=True).first()
    if picture not in (names or ()):
        raise Http404
    version = file.version
    is_public = version.state == State.PUBLISHED and version.artefact.status in READABLE
    try:
        return delivery.picture(file, picture, is_public=is_public)
    except delivery.Missing:
        log.error("The store misses a preview picture of file %s: %s", file.pk, file.preview_folder)
        raise Http404 from None


def _not_in_the_store(request, file):
    """Our fault, and said so: for the visitor the file is not there, for us it is an error in the log."""
    log.error("The store misses file %s or has it with another length: %s", file.pk, file.store_path)
    context = {"file": file, "artefact": file.version.artefact}
    return render(request, "content/file_missing.html", context, status=404)
