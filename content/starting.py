"""Loads the starter library: the artefacts that come with the product, written by the project itself.

content/starter/library.toml describes them, content/starter/files holds their files. A change of either
reaches sites that have them with the next higher version number.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from content import publishing
from content.collecting import FAILURES, LeftOut, Report, account, known, one_transaction, put_out, sentence
from content.enums import Origin
from content.manifests import Skipped
from content.models import Artefact, Audience, File, Framework, Kind, Licence, Practice, Version
from people.models import Member

TEAM = ("team@back2itsm.invalid", "Back2ITSM team", "Writes the starter library")
FOLDER = Path(__file__).parent / "starter"
DESCRIPTION = "library.toml"
PLAIN = (
    "title",
    "summary",
    "language",
    "made_for",
    "made_for_size",
    "made_for_sector",
    "in_use_since",
    "you_need",
    "works_best_when",
    "leave_it_when",
    "maturity",
    "tool",
)


def load_starter(folder: Path = FOLDER, watch: Callable[[list], Iterable] = iter) -> Report:
    """Load every starter artefact that is new or has a higher version; answers what was done."""
    items = tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))["artefact"]
    owner, report = account(*TEAM), Report()
    held = _held(owner)
    for item in watch(items):
        try:
            done = _load(item, folder / "files", held.get(item["slug"]), owner)
        except FAILURES as error:
            report.skipped.append(Skipped(item["slug"], sentence(error)))
        else:
            getattr(report, done).append(item["title"])
    return report


def _held(owner: Member) -> dict[str, tuple[Version, set[str]]]:
    """What is on the shelf already: slug -> (current version, hashes of its files), in two queries."""
    current = Version.objects.filter(pk__in=Artefact.objects.by(owner).values("current"))
    versions = {version.pk: version for version in current.select_related("artefact")}
    hashes: dict[int, set[str]] = {pk: set() for pk in versions}
    for version, sha256 in File.objects.filter(version__in=current).values_list("version", "sha256"):
        hashes[version].add(sha256)
    return {version.artefact.slug: (version, hashes[pk]) for pk, version in versions.items()}


def _load(item: dict, folder: Path, held: tuple[Version, set[str]] | None, owner: Member) -> str:
    if held and not _is_newer(item, folder, *held):
        return "unchanged"
    with one_transaction() as saved:
        version = _next_version(item, held[0], owner) if held else _first_version(item, owner)
        for name in item["files"]:
            saved.append(publishing.attach(version, folder / name, name=name, by=owner).store_path)
        put_out(version, by=owner)
    return "updated" if held else "new"


def _is_newer(item: dict, folder: Path, version: Version, hashes: set[str]) -> bool:
    """Raises LeftOut where the files changed and the number did not: one number stands for one content."""
    if _number(item) > (version.major, version.minor):
        return True
    same = hashes == {hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in item["files"]}
    if _number(item) == (version.major, version.minor) and not same:
        raise LeftOut(f"its files changed, and it is still version {version.number}")
    return False


def _first_version(item: dict, owner: Member) -> Version:
    first = {"slug": item["slug"], "licence": _licence(item), "body": item["body"], "number": _number(item)}
    return publishing.start_draft(by=owner, **first, **_fields(item)).versions.get()


def _next_version(item: dict, current: Version, owner: Member) -> Version:
    number = _number(item)
    artefact = publishing.describe(current.artefact, by=owner, **_fields(item))
    version = publishing.add_version(
        artefact, by=owner, major=False, number=number, change_note=item["change_note"]
    )
    publishing.set_licence(version, _licence(item), by=owner)
    return publishing.set_body(version, item["body"], by=owner)


def _fields(item: dict) -> dict:
    return {name: item[name] for name in PLAIN if name in item} | {
        "kind": _terms(Kind, [item["kind"]])[0],
        "practices": _terms(Practice, item.get("practices", [])),
        "frameworks": _terms(Framework, item.get("frameworks", [])),
        "audiences": _terms(Audience, item.get("audiences", [])),
        "tags": item.get("tags", []),
        "origin": item.get("origin", Origin.IN_HOUSE),
    }


def _terms(model, slugs: list[str]) -> list:
    table = model.objects.in_bulk(slugs, field_name="slug")
    return [known(table, slug, model._meta.verbose_name) for slug in slugs]


def _licence(item: dict) -> Licence:
    return Licence.objects.get(spdx=item["licence"])


def _number(item: dict) -> tuple[int, int]:
    major, minor = item["version"].split(".")
    return int(major), int(minor)
