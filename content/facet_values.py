"""What each listed artefact can be found under: read from its rows in bulk, written by content.facets."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import locale
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from content import contexts
from content.enums import Facet, Shape, Status
from content.files.kinds import KINDS
from content.models import Adaptation, Artefact, File, TaggedArtefact
from people.enums import Sector, SizeBand

SAME_TYPE = {"jpeg": "jpg"}
LINK_ONLY = "link"
ADAPTED = "adapted"
RATED_FROM = 4  # the score
USED_FROM = 3  # teams


@dataclass
class Listing:
    """Where one artefact stands in the lists: its values as {(facet, slug): label} and its sort keys."""

    published_at: datetime
    downloads: int
    confirmed_at: datetime
    low: float = 0
    values: dict = field(default_factory=dict)


def listings(ids):
    """{artefact id: Listing} for those of ``ids`` that are listed, in four queries however many they are."""
    rows = list(_rows(ids))
    found = {row["pk"]: _listing(row) for row in rows}
    for pk, slug, label in Artefact.practices.through.objects.filter(artefact__in=found).values_list(
        "artefact_id", "practice__slug", "practice__label"
    ):
        found[pk].values[Facet.PRACTICE, slug] = label
    for pk, slug, label in TaggedArtefact.objects.filter(content_object__in=found).values_list(
        "content_object_id", "tag__slug", "tag__name"
    ):
        found[pk].values[Facet.TAG, slug] = label
    extensions = _extensions([row["current_id"] for row in rows])
    for row in rows:
        found[row["pk"]].values.update(_file_types(row, extensions[row["current_id"]]))
    return found


def _rows(ids):
    origins = Adaptation.objects.filter(version=OuterRef("current"))
    rows = Artefact.objects.filter(pk__in=ids, status=Status.PUBLISHED).annotate(is_adapted=Exists(origins))
    return rows.values(
        "is_adapted",
        "pk",
        "current_id",
        "published_at",
        "downloads",
        "confirmed_at",
        "low",
        "score",
        "team_count",
        "used_in",
        "maturity",
        "tool",
        "language",
        "made_for_size",
        "made_for_sector",
        "kind__slug",
        "kind__label",
        "kind__shape",
        "source__pk",
        "current__licence_id",
        "current__licence__short",
    )


def _listing(row):
    listing = Listing(row["published_at"], row["downloads"], row["confirmed_at"], row["low"])
    listing.values[Facet.ALL, "all"] = "all"
    listing.values[Facet.KIND, row["kind__slug"]] = row["kind__label"]
    listing.values[Facet.LANGUAGE, row["language"].lower()] = language_label(row["language"])
    if spdx := row["current__licence_id"]:
        listing.values[Facet.LICENCE, spdx] = row["current__licence__short"]
    if row["is_adapted"]:
        listing.values[Facet.LINEAGE, ADAPTED] = _("Adapted from another")
    if size := row["made_for_size"]:
        listing.values[Facet.SIZE, size] = str(SizeBand(size).label)
    if sector := row["made_for_sector"]:
        listing.values[Facet.SECTOR, sector] = str(Sector(sector).label)
    listing.values.update(_proof(row))
    listing.values.update({(Facet.CONTEXT, slug): slug for slug in contexts.slugs_of(**_context(row))})
    return listing


def is_rated_high(score):
    """Whether a score is high as pages print it: what they call 4.0 is not left out of "4 or higher"."""
    return score is not None and round(score, 1) >= RATED_FROM


def _proof(row):
    """What peers say of it, as far as lists can be narrowed by it."""
    found = {}
    if is_rated_high(row["score"]):
        found[Facet.RATED, str(RATED_FROM)] = _("Rated %(n)d or higher") % {"n": RATED_FROM}
    if row["team_count"] >= USED_FROM:
        found[Facet.USED, str(USED_FROM)] = _("Used by at least %(n)d teams") % {"n": USED_FROM}
    return found


def _context(row):
    made_for = {"size": row["made_for_size"], "sector": row["made_for_sector"]}
    return {
        "made_for": made_for | {"maturity": row["maturity"], "tool": row["tool"]},
        "used_in": row["used_in"],
    }


def _extensions(version_ids):
    found = defaultdict(set)
    files = File.objects.filter(version__in=version_ids).values_list("version_id", "extension")
    for version_id, extension in files:
        found[version_id].add(SAME_TYPE.get(extension.lower(), extension.lower()))
    return found


def _file_types(row, extensions):
    if not extensions and (row["kind__shape"] == Shape.LINK or row["source__pk"]):
        return {(Facet.FILE_TYPE, LINK_ONLY): _("Link only")}
    return {(Facet.FILE_TYPE, extension): file_type_label(extension) for extension in extensions}


def file_type_label(extension):
    return KINDS[extension].label if extension in KINDS else extension.upper()


def language_label(code):
    """The English name of a BCP 47 tag where Django has one (for "pt-br", else for "pt"), else the tag."""
    if code.lower() == "mul":
        return _("Several languages")
    for known in (code.lower(), code.lower().split("-")[0]):
        if "name" in locale.LANG_INFO.get(known, {}):
            return locale.LANG_INFO[known]["name"]
    return code
