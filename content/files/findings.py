"""What a file gives away, one finding for each thing: what it is, what it says, where it stands."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from content.files.text import count, line

# What can be found, in the order in which people should read it, with the word for it.
WHAT = {
    "author": "Author",
    "editor": "Last editor",
    "manager": "Manager",
    "company": "Company",
    "change": "Tracked change",
    "comment": "Comment",
    "hidden_sheet": "Hidden sheet",
    "hidden_row": "Hidden rows",
    "hidden_column": "Hidden columns",
    "hidden_slide": "Hidden slide",
    "hidden_text": "Hidden text",
    "notes": "Speaker notes",
    "email": "E-mail address",
    "phone": "Telephone number",
    "ip": "IP address",
    "host": "Name of an internal computer",
    "path": "Path on a computer",
    "link": "Link to the outside",
    "attachment": "File inside the file",
    "position": "Place where a picture was taken",
    "template": "Template",
    "property": "Document property",
    "dates": "Dates and revision",
    "program": "Program and device",
    "unread": "Not looked through",
}

MAX_FINDINGS = 300
MAX_OF_ONE = 25  # of one sort; the rest is counted
MAX_VALUE = 200  # characters
MAX_WHERE = 120
PLACES_NAMED = 3

Row = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """One thing a file gives away.

    `what` is a key of `WHAT`; `where` is in words ("page 2", "sheet Costs, row 14"). `can_clean`:
    `cleaning.clean` removes it. `example`: it is made for examples and belongs to nobody.
    """

    what: str
    value: str
    where: str = ""
    can_clean: bool = False
    example: bool = False

    def as_dict(self) -> Row:
        """Return the fields as they are stored."""
        return asdict(self)


class Findings:
    """Gathers findings: the same thing in several places is one of them, and there is an end to each sort."""

    def __init__(self, seconds: float = 60.0) -> None:
        self._seen: dict[tuple[str, str, bool, bool], dict[str, None]] = {}
        self._sorts: dict[str, int] = {}
        self._more: dict[str, int] = {}
        self._until = time.process_time() + seconds

    def add(
        self, what: str, value: str, where: str = "", *, can_clean: bool = False, example: bool = False
    ) -> None:
        """Note one thing; an empty value is none."""
        key = (what, line(value, MAX_VALUE), can_clean, example)
        if not key[1]:
            return
        if key not in self._seen:
            if self._sorts.get(what, 0) >= MAX_OF_ONE:
                self._more[what] = self._more.get(what, 0) + 1
                return
            self._sorts[what] = self._sorts.get(what, 0) + 1
            self._seen[key] = {}
        self._seen[key][line(where, MAX_WHERE)] = None

    def attempt(self, look: Callable[..., None], *given: Any) -> None:
        """Take one look, and say so if a part is too broken for it: the other looks still follow."""
        try:
            look(*given)
        except Exception:  # readers raise at least fourteen types on broken files
            self.add("unread", "A part of the file is damaged: not all of it was looked through.")

    def late(self) -> bool:
        """Tell whether the processor time given is used up; says so once in the list."""
        if time.process_time() < self._until:
            return False
        self.add("unread", "The file is large: its end was not looked through for what it gives away.")
        return True

    def result(self) -> list[Finding]:
        """Return what was found, in the order of `WHAT`, at most `MAX_FINDINGS`."""
        found = [
            Finding(what, value, _places(list(where)), can_clean, example)
            for (what, value, can_clean, example), where in self._seen.items()
        ]
        found += [Finding(what, f"and {number:,} more") for what, number in self._more.items()]
        order = list(WHAT)
        return sorted(found, key=lambda item: (order.index(item.what), item.example))[:MAX_FINDINGS]


def _places(where: list[str]) -> str:
    named = [place for place in where if place]
    more = len(named) - PLACES_NAMED
    words = "; ".join(named[:PLACES_NAMED]) + (f" and {count(more, 'more place')}" if more > 0 else "")
    return line(words, MAX_WHERE)
