"""What we share and what keeps it findable."""

from content.models.artefacts import Artefact, CaseStudy, Measure, Source
from content.models.cleanings import Cleaning
from content.models.collections import Collection, CollectionItem
from content.models.comparisons import VersionComparison
from content.models.finding import (
    FacetEntry,
    FacetPair,
    FacetSet,
    FacetValue,
    SearchDocument,
    SearchWord,
)
from content.models.following import Cursor, Interest
from content.models.likenesses import Likeness, TextBand, TextPrint
from content.models.lineage import Adaptation
from content.models.marks import DownloadMark, Taken
from content.models.replies import Reply, ReplyEdit, Watch
from content.models.taxonomy import Audience, Framework, Kind, Licence, Practice, Tag, TaggedArtefact
from content.models.unfound import Unfound
from content.models.versions import LIBRARY, MOST_ATTEMPTS, File, FileContent, Start, StatusChange, Version

__all__ = [
    "LIBRARY",
    "MOST_ATTEMPTS",
    "Adaptation",
    "Artefact",
    "Audience",
    "CaseStudy",
    "Cleaning",
    "Collection",
    "CollectionItem",
    "Cursor",
    "DownloadMark",
    "FacetEntry",
    "FacetPair",
    "FacetSet",
    "FacetValue",
    "File",
    "FileContent",
    "Framework",
    "Interest",
    "Kind",
    "Licence",
    "Likeness",
    "Measure",
    "Practice",
    "Reply",
    "ReplyEdit",
    "SearchDocument",
    "SearchWord",
    "Source",
    "Start",
    "StatusChange",
    "Tag",
    "TaggedArtefact",
    "Taken",
    "TextBand",
    "TextPrint",
    "Unfound",
    "Version",
    "VersionComparison",
    "Watch",
]
