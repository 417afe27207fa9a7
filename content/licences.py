"""Which licence an adaptation may have: the matrix of specs/taxonomy.md 6.7, in plain Python.

The table is the Creative Commons chart for remixers (CC FAQ, "Can I combine material under different
licences?"). Editions of one licence count as the same: CC BY 3.0 is CC BY.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LINK_ONLY = "LicenseRef-LinkOnly"
# What an adaptation can be given here. Link only is no licence to share under.
KNOWN = frozenset(
    {
        *("CC0-1.0", "CC-PDDC", "CC-BY-4.0", "CC-BY-3.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"),
        *("CC-BY-ND-4.0", "CC-BY-NC-ND-4.0", "MIT", "Apache-2.0", "OGL-UK-3.0"),
    }
)
# Licences without their edition; the notices of the last three are kept.
ANY = frozenset({"CC0", "CC-PDDC", "MIT", "Apache", "OGL-UK"})
NONE = frozenset({"CC-BY-ND", "CC-BY-NC-ND", LINK_ONLY})
SOME = {
    "CC-BY": frozenset({"CC-BY", "CC-BY-NC", "CC-BY-NC-ND", "CC-BY-NC-SA", "CC-BY-ND", "CC-BY-SA"}),
    "CC-BY-NC": frozenset({"CC-BY-NC", "CC-BY-NC-ND", "CC-BY-NC-SA"}),
    "CC-BY-SA": frozenset({"CC-BY-SA"}),
    "CC-BY-NC-SA": frozenset({"CC-BY-NC-SA"}),
}


def allowed_for(originals: Iterable[str]) -> frozenset[str]:
    """The SPDX ids that work adapted from all of ``originals`` (SPDX ids) may be shared under.

    Each original narrows what is left; without originals it is all we know. An original whose licence
    the table does not have allows nothing.
    """
    allowed = KNOWN
    for spdx in originals:
        allowed &= _row(spdx)
    return allowed


def refusal(originals: Iterable[str]) -> str:
    """Why no licence is left for work adapted from ``originals``, in a sentence; "" where one is."""
    held = sorted(set(originals))
    if allowed_for(held):
        return ""
    for spdx in held:
        if not _row(spdx):
            return _alone(spdx)
    names = _joined(held)
    return _("No licence fits %(licences)s together: each wants adaptations under terms of its own.") % {
        "licences": names
    }


def condition(originals: Iterable[str]) -> str:
    """What the originals ask of the adaptation's licence, in a sentence; "" where they ask nothing."""
    held = sorted(set(originals))
    if allowed_for(held) in (KNOWN, frozenset()):
        return ""
    named = {"licences": _joined(held), "allowed": _joined(sorted(allowed_for(held)))}
    return (
        ngettext(
            "It is adapted from work under %(licences)s, so it can be shared under %(allowed)s.",
            "It is adapted from work under %(licences)s, so it can be shared under one of these: %(allowed)s.",
            len(allowed_for(held)),
        )
        % named
    )


def short(spdx: str) -> str:
    """How people write it: "CC BY-SA 4.0"."""
    name, _edition, number = _parts(spdx)
    name = name.replace("CC-BY", "CC BY").replace("CC-PDDC", _("Public domain")).replace("OGL-UK", "OGL UK")
    return _("Link only") if spdx == LINK_ONLY else f"{name} {number}".strip()


def _alone(spdx: str) -> str:
    if spdx == LINK_ONLY:
        return _("All rights in the original are reserved: ask its author, who can share it here.")
    if _family(spdx) in NONE:
        words = _("%(licence)s allows nobody to share a changed version: ask the author for another licence.")
    else:
        words = _("What %(licence)s allows for changed versions is not known here: ask a moderator.")
    return words % {"licence": short(spdx)}


def _row(spdx: str) -> frozenset[str]:
    family = _family(spdx)
    if family in ANY:
        return KNOWN
    return frozenset(known for known in KNOWN if _family(known) in SOME.get(family, ()))


def _family(spdx: str) -> str:
    return _parts(spdx)[0]


def _parts(spdx: str) -> tuple[str, str, str]:
    """(name, "-", edition): CC-BY-SA and 4.0."""
    found = re.fullmatch(r"(.+?)(-)([0-9][0-9.]*)", spdx)
    return found.groups() if found else (spdx, "", "")


def _joined(ids: list[str]) -> str:
    names = [short(spdx) for spdx in ids]
    return (
        names[0]
        if len(names) == 1
        else _("%(first)s and %(last)s")
        % {
            "first": ", ".join(names[:-1]),
            "last": names[-1],
        }
    )
