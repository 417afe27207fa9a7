"""Remove the properties of an Office file by editing its two or three property parts.

Every other part keeps its bytes and its place. Removing the custom properties also takes the pointer
to them and their content type away. Title and language stay: screen readers announce a file by them.
"""

import zipfile
from pathlib import Path

from lxml import etree

from content.files.giveaways_office import CORE, DATES, EXTENDED, is_signed
from content.files.office_parts import ROOT_RELATIONS, TYPES, Package, local
from content.files.outcome import REFUSED, Unfit

CHUNK = 64 * 1024
SIGNED = "The file is signed. Removing its properties would break the signature."

_WORDS = {
    "creator": "author",
    "lastModifiedBy": "last editor",
    "contentStatus": "status",
    "contentType": "type",
    "created": "date of creation",
    "modified": "date of change",
    "lastPrinted": "date of printing",
    "TotalTime": "editing time",
    "HyperlinkBase": "base of links",
    "HLinks": "list of links",
}
# HLinks is a copy of the document's links that may be years behind it.
_REMOVED = {*CORE, *EXTENDED, *DATES, "Template", "HLinks"}
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the zero of zip dates, as Office itself writes


def clean(path: Path, out_path: Path) -> list[str]:
    """Write the cleaned container; return what was removed ([] and no file if nothing).

    Raises `Unfit` for a signed file.
    """
    with Package(path) as package:
        if is_signed(package):
            raise Unfit(REFUSED, SIGNED)
        changed, removed = _edited(package)
        if removed:
            _write(package, changed, out_path)
        return removed


def _edited(package: Package) -> tuple[dict[str, bytes | None], list[str]]:
    """Return the parts that change (None: goes), and the words for what goes."""
    changed: dict[str, bytes | None] = {}
    removed: list[str] = []
    for part in [*package.having("", "core-properties"), *package.having("", "extended-properties")]:
        root, words = package.xml(part), []
        for element in list(root):
            if local(element) in _REMOVED:
                root.remove(element)
                said = "".join(element.itertext()).strip()
                words += [_WORDS.get(local(element), local(element).lower())] if said else []
        if words:
            changed[part] = _written(root)
            removed += words
    custom = package.having("", "custom-properties")
    if custom:
        changed |= _without(package, custom)
        names = [one.get("name", "") for part in custom for one in package.xml(part) if local(one)]
        removed += [f"custom property {name}" for name in names] or ["empty list of custom properties"]
    return changed, removed


def _without(package: Package, parts: list[str]) -> dict[str, bytes | None]:
    """Return the changes that take parts out of the container: they, their types, the pointers to them."""
    gone = {part.casefold() for part in parts}
    keys = {relation.key for relation in package.relations() if relation.target.casefold() in gone}
    pointers, types = package.xml(ROOT_RELATIONS), package.xml(TYPES)
    for pointer in list(pointers):
        if pointer.get("Id") in keys:
            pointers.remove(pointer)
    for declared in list(types):
        if declared.get("PartName", "").lstrip("/").casefold() in gone:
            types.remove(declared)
    files = {package.real_name(ROOT_RELATIONS): _written(pointers), package.real_name(TYPES): _written(types)}
    return {**files, **dict.fromkeys(parts)}


def _written(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _write(package: Package, changed: dict[str, bytes | None], out_path: Path) -> None:
    with zipfile.ZipFile(out_path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in package.archive.infolist():
            data = changed.get(entry.filename, b"")
            if data is None:
                continue
            # Names and kind of packing stay; the dates of the parts would tell when it was saved.
            copy = zipfile.ZipInfo(entry.filename, _FIRST_DAY)
            copy.compress_type, copy.external_attr = entry.compress_type, entry.external_attr
            with target.open(copy, "w") as part:
                if entry.filename in changed:
                    part.write(data)
                    continue
                with package.archive.open(entry) as source:
                    while chunk := source.read(CHUNK):
                        part.write(chunk)
