"""Artefact 21: known error entries, form and fifteen examples (Markdown and CSV)."""

from pathlib import Path

from .house_style import imprint
from .tables import read_guide, read_records, write_table

TITLE = "Known error entries: form plus 15 examples"
FILES = ["known-error-entries.md", "known-error-entries.csv"]
STATES = {
    "no fix yet": "Cause known or suspected, nobody works on a fix. Look at it each month.",
    "fix ordered": "A change or an order to a supplier exists.",
    "fix in test": "The fix is tried by some; keep the workaround for all others.",
    "fixed": "Delivered. Keep the entry until no affected item is left, then retire it.",
    "accepted": "Decided to live with it, with a reason and the role that decided.",
}
# field: (label, what to write)
FORM = {
    "title": ("Title", "What goes wrong and when, in one line. No cause, no blame."),
    "symptom": ("What the user says", "In the user's words, as they would type it into a search box."),
    "error_text": ("Message shown", "Letter by letter, or None."),
    "service": ("Service", "Name as in the service catalogue."),
    "affects": ("Affects", "Versions, places, kinds of device. What is not affected, if it helps."),
    "confirm": ("Confirm it", "One to three checks that separate it from look-alikes, each under a minute."),
    "cause": ("Cause", "One sentence, or Suspected: and one sentence."),
    "workaround": ("Workaround", "Numbered steps that the person named below can do."),
    "side_effect": ("Side effect", "What the workaround costs. None is an answer, a blank is not."),
    "who": ("Who may do it", "User, desk, or a named group."),
    "state": ("State of the fix", "One of: " + "; ".join(STATES) + "."),
    "fix": ("Fix", "What it will be, with the change or order, and when."),
    "search": ("Also found by", "Words users and analysts type that are not in the title."),
    "uses": ("Used", "Times the entry solved a ticket, last 90 days. From ticket links."),
}


def build(folder: Path) -> None:
    """Write the Markdown and the CSV file into ``folder``."""
    entries = read_records("known_errors")
    labels = ["No.", *(label for label, _ in FORM.values())]
    write_table(folder / FILES[1], labels, [csv_line(entry) for entry in entries])
    (folder / FILES[0]).write_text(markdown(entries), encoding="utf-8", newline="\n")


def csv_line(entry: dict) -> list:
    """One entry in the order of the form, lists joined by a bar."""
    return [
        entry["id"],
        *(" | ".join(value) if isinstance(value := entry[name], list) else value for name in FORM),
    ]


def markdown(entries: list[dict]) -> str:
    """The whole document: how to use, states, blank form, index, entries."""
    parts = [
        f"# {TITLE}",
        imprint(),
        how_to(),
        states(),
        blank_form(),
        index(entries),
        "## The fifteen entries",
        *map(filled_form, entries),
    ]
    return "\n\n".join(parts) + "\n"


def how_to() -> str:
    aim, steps, ends = (lines for _, lines in read_guide("known_errors"))
    numbered = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    return "\n\n".join(["## How to use", *aim, numbered, *ends])


def states() -> str:
    lines = "\n".join(f"| {state} | {meaning} |" for state, meaning in STATES.items())
    return f"## States of a fix\n\n| state | meaning |\n| --- | --- |\n{lines}"


def blank_form() -> str:
    lines = "\n".join(f"| {label} | {advice} |  |" for label, advice in FORM.values())
    return (
        "## Blank form\n\n| field | what to write | your entry |\n| --- | --- | --- |\n"
        f"| No. | A number that is never used twice. |  |\n{lines}"
    )


def index(entries: list[dict]) -> str:
    """A table of all entries, most used first."""
    ranked = sorted(entries, key=lambda entry: -entry["uses"])
    lines = "\n".join(
        f"| {entry['id']} | {entry['title']} | {entry['service']} | {entry['state']} | {entry['uses']} |"
        for entry in ranked
    )
    total = sum(entry["uses"] for entry in entries)
    return (
        "## Index, most used first\n\n| no. | title | service | state of the fix | used |\n"
        "| --- | --- | --- | --- | ---: |\n"
        f"{lines}\n\nTogether the fifteen entries solved {total} tickets in the last 90 days "
        "(invented figures)."
    )


def filled_form(entry: dict) -> str:
    """One entry as a heading and a list of fields."""
    lines = [f"### {entry['id']} {entry['title']}", ""]
    for name, (label, _) in list(FORM.items())[1:]:
        value = entry[name]
        if isinstance(value, list):
            lines += [f"- **{label}:**", *(f"  {number}. {step}" for number, step in enumerate(value, 1))]
        else:
            lines.append(f"- **{label}:** {value}")
    return "\n".join(lines)
