"""The words in which an inspection ends: its outcome, its reason, what was found."""

from dataclasses import asdict, dataclass, field
from typing import Any

Part = list[str]  # [where, text]: where people would look for it, and what it says
Preview = dict[str, Any]

OK = "ok"
EMPTY = "empty"
ENCRYPTED = "encrypted"
DAMAGED = "damaged"
TOO_BIG = "too_big"
TIMED_OUT = "timed_out"
REFUSED = "refused"

OUTCOMES = (OK, EMPTY, ENCRYPTED, DAMAGED, TOO_BIG, TIMED_OUT, REFUSED)

# Outcomes after which the file was opened and may be shown.
OPENED = (OK, EMPTY)

REASONS = {
    OK: "",
    EMPTY: "No text was found in the file.",
    ENCRYPTED: "The file is protected by a password.",
    DAMAGED: "The file is damaged and could not be read.",
    TOO_BIG: "The file is too large inside to be read.",
    TIMED_OUT: "Reading the file took too long.",
    REFUSED: "The file is not accepted.",
}


class Unfit(Exception):
    """A file that is not taken or cannot be read, with the reason in plain words."""

    def __init__(self, outcome: str, reason: str = "") -> None:
        self.outcome = outcome
        self.reason = reason or REASONS[outcome]
        super().__init__(self.reason)


@dataclass
class Found:
    """What one reader found in one file; `pictures` are names in the output folder."""

    parts: list[Part] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    preview: Preview = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)


@dataclass
class CleanResult:
    """What came of removing the properties of a file: `removed` in words, empty if there was nothing."""

    outcome: str
    reason: str = ""
    removed: list[str] = field(default_factory=list)


@dataclass
class Inspection:
    """The whole answer on one file. Everything in it can be written as JSON.

    `network` says how the child was cut off: "unshared" (kernel), "hooked" (Python only),
    or "" when no child came far enough to say. `findings`: what the file gives away, the fields of
    `findings.Finding` each.
    """

    outcome: str
    reason: str = ""
    kind: str = ""
    network: str = ""
    parts: list[Part] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    preview: Preview = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    # No word of the child's: the clock ended it, which on a busy machine says nothing of the file.
    is_cut_off: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return what a child may say of a file as plain lists, dicts and strings."""
        fields = asdict(self)
        del fields["is_cut_off"]
        return fields
