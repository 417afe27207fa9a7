"""A collection as one ZIP: the files, whose they are (ATTRIBUTION.txt) and what may be done with them (LICENCE.txt).

Rows are read before the first piece; the pieces are made while they are sent.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from django.conf import settings
from django.utils.translation import gettext as _

from content import storing
from content.enums import READABLE, Outcome
from content.files.kinds import KINDS, clean_name
from content.licences import LINK_ONLY
from content.models import Adaptation, File
from people.answers import Allowed, Denied
from people.zipping import zipped

MOST_BYTES = 500_000_000
MOST_FOLDER = 60
# Office files and pictures are compressed already.
PACKED = frozenset(
    f".{name}" for name, kind in KINDS.items() if kind.is_zip or not (kind.is_text or kind.is_xml)
)


@dataclass
class Part:
    """One artefact in the ZIP: its current version, the files that go along, and what it was adapted from."""

    artefact: object
    files: list[File] = field(default_factory=list)
    originals: list = field(default_factory=list)

    @property
    def version(self):
        return self.artefact.current

    @property
    def is_taken(self):
        """Whether anything of it goes along; a link is only named."""
        return bool(self.files or self.text)

    @property
    def text(self):
        return "" if self.version.licence_id == LINK_ONLY else self.version.body

    @property
    def folder(self):
        return clean_name(f"{self.artefact.record_number} {self.artefact.title}"[:MOST_FOLDER])


def parts_of(collection):
    """The Parts of a collection that everybody may see, in their order; three queries."""
    items = collection.items.filter(
        artefact__status__in=sorted(READABLE), artefact__current__isnull=False
    ).select_related("artefact__current__licence", "artefact__creator", "artefact__source")
    parts = {item.artefact.current_id: Part(item.artefact) for item in items}
    for file in File.objects.filter(version__in=parts).exclude(outcome=Outcome.REFUSED):
        part = parts[file.version_id]
        if part.version.licence_id != LINK_ONLY:
            part.files.append(file)
    kin = Adaptation.objects.filter(version__in=parts, original__artefact__status__in=sorted(READABLE))
    for row in kin.select_related("original__artefact__creator", "original__licence"):
        parts[row.version_id].originals.append(row.original)
    return list(parts.values())


def may_pack(parts):
    """Whether the ZIP is of a size that can be taken in one go, or why not."""
    size = sum(file.size for part in parts for file in part.files)
    if size > MOST_BYTES:
        said = {"size": size // 1_000_000, "limit": MOST_BYTES // 1_000_000}
        return Denied(
            _(
                "Its files have %(size)d MB together, and a ZIP holds at most %(limit)d MB. "
                "Take the artefacts one by one."
            )
            % said
        )
    if not any(part.is_taken for part in parts):
        return Denied(_("There are no files in this collection."))
    return Allowed()


def pack(collection, parts):
    """The ZIP in pieces."""
    texts = [
        ("ATTRIBUTION.txt", attribution(collection, parts).encode()),
        ("LICENCE.txt", licences(parts).encode()),
    ]
    return zipped([*texts, *(entry for part in parts for entry in _entries(part))], packed=PACKED)


def attribution(collection, parts):
    """Title, author, address, licence and changes of each artefact, as the licences ask for."""
    head = [str(collection.title), _absolute(collection.get_absolute_url()), ""]
    if collection.text:
        head += [collection.text.replace("\r\n", "\n"), ""]
    return "\n".join([*head, *(line for part in parts for line in _named(part))])


def licences(parts):
    """Each licence once: its name, address, what it allows and asks, and the records that are under it."""
    under = defaultdict(list)
    for part in parts:
        under[part.version.licence].append(part.artefact.record_number)
    lines = []
    for licence, records in under.items():
        said = [
            (_("You may"), licence.may),
            (_("You must"), licence.must),
            (_("You must not"), licence.must_not),
        ]
        lines += [f"{licence.name} ({licence.spdx})", *filter(None, [licence.url])]
        lines += [f"{words}: {text}" for words, text in said if text]
        lines += [f"{_('Artefacts')}: {', '.join(records)}", ""]
    return "\n".join(lines)


def _named(part):
    artefact, version = part.artefact, part.version
    source = getattr(artefact, "source", None)
    lines = [
        f"{artefact.record_number}: {artefact.title}, {_('version')} {version.number}",
        f"{_('Author')}: {source.author if source else artefact.creator.name}",
        f"{_('Address')}: {_absolute(artefact.get_absolute_url())}",
    ]
    if source:
        lines.append(f"{_('Original')}: {source.url}")
    lines.append(f"{_('Licence')}: {version.licence.short} {version.licence.url}".rstrip())
    lines += [f"{_('Changes')}: {text}" for text in _changes(part)]
    lines.append(f"{_('Folder')}: {part.folder}" if part.is_taken else _("Only named here: it is a link."))
    return [*lines, ""]


def _changes(part):
    for original in part.originals:
        said = {
            "title": original.artefact.title,
            "author": original.artefact.creator.name,
            "licence": original.licence.short,
            "url": _absolute(original.artefact.get_absolute_url()),
        }
        yield _("adapted from “%(title)s” by %(author)s, %(licence)s, %(url)s") % said
    if part.version.change_note:
        yield part.version.change_note


def _entries(part):
    """(path, opener) of each file, no two alike for any file system."""
    taken = set()
    for file in part.files:
        yield _place(part.folder, file.name, taken), partial(storing.open_read, file.store_path)
    if part.text:
        yield _place(part.folder, "text.md", taken), part.text.encode()


def _place(folder, name, taken):
    name = clean_name(name)
    stem, dot, extension = name.rpartition(".")
    names = (name if n == 1 else f"{stem} ({n}){dot}{extension}" for n in count(1))
    free = next(candidate for candidate in names if candidate.casefold() not in taken)
    taken.add(free.casefold())
    return f"{folder}/{free}"


def _absolute(path):
    return settings.SITE_URL + path
