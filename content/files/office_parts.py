"""The parts of an Office container and what points to what: enough to find the properties by their role."""

import posixpath
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from content.files.outcome import TOO_BIG, Unfit

MAX_PART = 40_000_000  # bytes of one part read as XML

TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"

Element = Any  # lxml has no types


@dataclass(frozen=True)
class Relation:
    """One pointer from a part: `role` is the last word of its type, `target` a part name or, outside, an address."""

    key: str
    role: str
    target: str
    external: bool


class Package:
    """An Office container opened for reading. Raises what `zipfile` raises for a broken one."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        # Part names are compared without case, as Office does.
        self._names = {name.casefold(): name for name in self.archive.namelist()}

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_error: object) -> None:
        self.archive.close()

    @property
    def names(self) -> list[str]:
        """The part names in the order of the container."""
        return list(self._names.values())

    def real_name(self, name: str) -> str:
        """Return the name as the container spells it, "" if it has no such part."""
        return self._names.get(name.lstrip("/").casefold(), "")

    def data(self, name: str, limit: int = MAX_PART) -> bytes:
        """Return the bytes of a part; raises KeyError if there is none, `Unfit` if it is larger."""
        with self.archive.open(self.real_name(name) or name) as part:
            data = part.read(limit + 1)
        if len(data) > limit:
            raise Unfit(TOO_BIG)
        return data

    def xml(self, name: str) -> Element:
        """Return the root element of a part; raises KeyError if there is none and XMLSyntaxError."""
        return parsed(self.data(name))

    def relations(self, part: str = "") -> list[Relation]:
        """Return what a part points to, in order; "" stands for the container itself."""
        folder, _, last = part.rpartition("/")
        name = self.real_name(f"{folder}/_rels/{last}.rels" if part else ROOT_RELATIONS)
        return [_relation(one, folder) for one in self.xml(name).iter("{*}Relationship")] if name else []

    def target(self, part: str, key: str) -> str:
        """Return the part that `part` points to under a key, "" if none."""
        found = (one.target for one in self.relations(part) if one.key == key and not one.external)
        return self.real_name(next(found, ""))

    def having(self, part: str, role: str) -> list[str]:
        """Return the parts that `part` points to in a role, in the order of the pointers."""
        targets = (one.target for one in self.relations(part) if one.role == role and not one.external)
        return [name for name in map(self.real_name, targets) if name]

    @property
    def main(self) -> str:
        """The part that holds the document itself, "" if none is named."""
        return next(iter(self.having("", "officeDocument") or self.having("", "document")), "")


def parsed(data: bytes) -> Element:
    """Parse XML without entities, document types or anything from outside; raises XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=False)
    return etree.fromstring(data, parser)


def _relation(element: Element, folder: str) -> Relation:
    target, external = element.get("Target", ""), element.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external)


def local(element: Element) -> str:
    """Return the name of an element without its namespace, "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute whatever its namespace, "" if missing."""
    found = element.get(name)
    if found is None:
        found = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
    return str(found)
