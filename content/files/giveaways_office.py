"""What every Office file may give away: its properties, what it points to outside, the data of its pictures."""

import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from content.files import giveaways_pictures
from content.files.findings import Findings
from content.files.giveaways_text import scan
from content.files.office_parts import Element, Package, Relation, local
from content.files.text import count, line

PROPERTIES = "properties"
MAX_PICTURES = 200
MAX_PICTURE_BYTES = 20_000_000
MAX_CONNECTIONS = 50

# Names of elements in the two property parts: what they give away, and how it is said.
CORE = {
    "creator": ("author", "{}"),
    "lastModifiedBy": ("editor", "{}"),
    "subject": ("property", "Subject: {}"),
    "description": ("property", "Description: {}"),
    "keywords": ("property", "Keywords: {}"),
    "category": ("property", "Category: {}"),
    "contentStatus": ("property", "Status: {}"),
    "identifier": ("property", "Identifier: {}"),
    "version": ("property", "Version: {}"),
    "contentType": ("property", "Type: {}"),
}
EXTENDED = {
    "Manager": ("manager", "{}"),
    "Company": ("company", "{}"),
    "HyperlinkBase": ("property", "Base of links: {}"),
}
DATES = {
    "created": "created",
    "modified": "changed",
    "lastPrinted": "printed",
    "revision": "revision",
    "TotalTime": "minutes of editing",
}
_STANDARD_TEMPLATES = re.compile(r"(?i)(?:normal(?:\.\w+)?|office theme|default design|blank.*|)")
_STANDARD_TITLES = re.compile(
    r"(?i)(?:powerpoint presentation|slide 1|presentation|document\d*|book\d*|untitled|)"
)
_NEVER = ("0", "1601-01-01T00:00:00Z")

# Custom properties that programs write about themselves.
_TECHNICAL = re.compile(
    r"(?i)(?:_VPID_ALTERNATENAMES|BuildNumber(?:Created|Edited)|IsMetric|TimeEdited|ContentTypeId|MediaServiceImageTags"
    r"|ICV|KSOProductBuildVer|_NewReviewCycle|AppVersion|ScaleCrop|LinksUpToDate|ShareDoc|HyperlinksChanged|DocSecurity)"
)
_LABEL = re.compile(r"(?i)(?:MSIP_Label|Sensitivity)_.*_(\w+)|MSIP_Label_.*")
_LABEL_WORDS = {
    "owner": "Sensitivity label set by: {}",
    "name": "Sensitivity label: {}",
    "siteid": "Organisation's Microsoft 365 number: {}",
}


def look_at_properties(package: Package, found: Findings) -> None:
    """Add author, company, dates and the rest of the properties, all of which can be cleaned."""
    can_clean = not is_signed(package)
    dates: list[str] = []
    for part, table in ((part, CORE) for part in package.having("", "core-properties")):
        _look_at(package.xml(part), table, found, dates, can_clean)
    for part, table in ((part, EXTENDED) for part in package.having("", "extended-properties")):
        _look_at(package.xml(part), table, found, dates, can_clean)
    found.add("dates", ", ".join(dates), PROPERTIES, can_clean=can_clean)
    for part in package.having("", "custom-properties"):
        _look_at_custom(package.xml(part), found, can_clean)


def is_signed(package: Package) -> bool:
    """Tell whether the file bears a digital signature, which any change would break."""
    return bool(package.having("", "origin"))


def _look_at(
    root: Element, table: dict[str, tuple[str, str]], found: Findings, dates: list[str], can_clean: bool
) -> None:
    for element in root:
        name, value = local(element), line("".join(element.itertext()), 200)
        if not value:
            continue
        if name in table:
            what, words = table[name]
            found.add(what, words.format(value), PROPERTIES, can_clean=can_clean)
        elif name == "Template" and not _STANDARD_TEMPLATES.fullmatch(value):
            found.add("template", value, PROPERTIES, can_clean=can_clean)
        elif name == "title" and not _STANDARD_TITLES.fullmatch(value):
            # Stays: readers and screen readers announce a file by its title.
            found.add("property", f"Title: {value}", PROPERTIES)
        elif name in DATES and value not in _NEVER:
            dates.append(_date(name, value))


def _date(name: str, value: str) -> str:
    if name == "TotalTime":
        return f"{value} {DATES[name]}"
    return f"{DATES[name]} {value[:10] if value[4:5] == '-' else value}"


def _look_at_custom(root: Element, found: Findings, can_clean: bool) -> None:
    for element in root:
        name, value = element.get("name", ""), line(" ".join(element.itertext()), 200)
        label = _LABEL.fullmatch(name)
        if label:
            words = _LABEL_WORDS.get((label.group(1) or "").lower(), "")
            found.add("property", words.format(value) if value else "", PROPERTIES, can_clean=can_clean)
        elif value and not _TECHNICAL.fullmatch(name):
            found.add("property", f"{line(name, 80)}: {value}", PROPERTIES, can_clean=can_clean)


# --- what the file points to ---


def look_at_links(package: Package, found: Findings, places: dict[str, str]) -> None:
    """Add what lies outside of the file; `places` says where a part is seen ("slide 3").

    Public web pages are one finding together; files, internal machines and contents that are
    loaded from elsewhere are told one by one.
    """
    sites: Counter[str] = Counter()
    for name in package.names:
        if name.lower().endswith(".rels"):
            part = name.replace("_rels/", "").removesuffix(".rels")
            for relation in package.relations(part):
                if relation.external:
                    _look_at_link(relation, places.get(part) or _stem(part), found, sites)
    add_sites(sites, found)


def _stem(part: str) -> str:
    """Return the bare name of a part, which says what it is: slideLayout2, externalLink1."""
    return part.rpartition("/")[2].partition(".")[0]


def _look_at_link(relation: Relation, where: str, found: Findings, sites: Counter[str]) -> None:
    target = unquote(relation.target)
    if relation.role == "attachedTemplate":
        found.add("template", target, where or "settings")
    elif relation.role != "hyperlink":
        kind = re.sub(r"([A-Z])", r" \1", relation.role).lower()
        found.add("link", f"{kind}: {target}", where)
    else:
        look_at_address(target, where, found, sites)


def look_at_address(target: str, where: str, found: Findings, sites: Counter[str]) -> None:
    """Judge the target of one link: a public site is only counted."""
    scheme = target.partition(":")[0].lower()
    if scheme in ("http", "https"):
        site = _site(target)
        if site.endswith((".sharepoint.com", ".onmicrosoft.com")):
            found.add("link", target, where)
        elif "." in site:
            sites[site] += 1
        scan(target, where, found)
    elif scheme == "mailto":
        scan(target.partition(":")[2].partition("?")[0], where, found)
    elif scheme == "file" or target.startswith("\\\\") or target[1:3] in (":\\", ":/"):
        found.add("link", target, where)


def _site(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # an address only a person can read
        return ""


def add_sites(sites: Counter[str], found: Findings) -> None:
    """Say all public sites in one finding, the most linked first."""
    named = [site for site, _ in sites.most_common(4)]
    more = len(sites) - len(named)
    words = ", ".join(named) + (f" and {count(more, 'more site')}" if more else "")
    found.add("link", words, count(sites.total(), "web link"))


# --- pictures and printers ---


def look_at_media(package: Package, found: Findings) -> None:
    """Add what the pictures inside say of place, person and device, whole files inside, and network printers."""
    media = [name for name in package.names if "/media/" in name.lower()]
    for name in media[:MAX_PICTURES]:
        if found.late():
            return
        if name.lower().endswith((".jpg", ".jpeg", ".png")):
            data = package.data(name, MAX_PICTURE_BYTES)
            giveaways_pictures.look_at(data, found, f"picture {name.rpartition('/')[2]}", can_clean=False)
    for name in package.names:
        if "/embeddings/" in name.lower():
            # A chart or a table brings its whole workbook along, more than it shows.
            found.add("attachment", name.rpartition("/")[2], "inside the document")
        if re.search(r"(?i)printersettings\d*\.bin$", name):
            # The first 32 characters of a DEVMODE are the name of the printer.
            printer = package.data(name)[:64].decode("utf-16-le", errors="ignore").partition("\0")[0]
            scan(f"{printer}\n" if printer.startswith("\\\\") else "", "printer settings", found)


def look_at_common(package: Package, found: Findings, places: dict[str, str]) -> None:
    """Look at all that Office files have in common; a broken part spoils one of the three looks."""
    found.attempt(look_at_properties, package, found)
    found.attempt(look_at_links, package, found, places)
    found.attempt(look_at_media, package, found)
