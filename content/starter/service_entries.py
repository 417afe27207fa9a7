"""Artefact 10: service catalogue entry, blank and twelve filled (Word and CSV)."""

from pathlib import Path

from .house_docx import Paper
from .house_style import imprint
from .tables import read_guide, read_records, write_table

TITLE = "Service catalogue entry: blank plus 12 filled"
FILES = ["service-catalogue-entries.docx", "service-catalogue-entries.csv"]
# field: (label, what to write)
FORM = {
    "id": ("No.", "Never used twice, also after retirement."),
    "name": (
        "Service, in user words",
        "What people would type into a search box. No product and no team names.",
    ),
    "promise": (
        "What you get",
        "One sentence with the result for the user. Read it to somebody from another department.",
    ),
    "not_included": ("Not included", "The two misunderstandings that cost most tickets."),
    "entitled": ("Who may have it", "Roles or contracts. If it is everybody, write so."),
    "ask": ("How to ask", "The exact path or number."),
    "ready": ("Have ready", "What the form will ask, so that nobody starts twice."),
    "approval": ("Approval", "Role, and when none is needed. Each approval costs days: justify it."),
    "delivery": ("Delivery", "Target from a complete order, in working days or hours."),
    "hours": ("Support hours", "When a human answers, and when it only runs."),
    "restore": ("If it breaks", "Time to restore, or what you get meanwhile."),
    "price": ("Price", "Amount, unit and who pays. Nothing is a price too."),
    "owner": ("Owner", "The role that answers for the whole, across teams."),
    "provider": ("Provided by", "Teams and suppliers."),
    "depends": ("Depends on", "Other services, by the names used in this catalogue."),
    "data_class": ("Data allowed", "Highest class of information that may be put in."),
    "measure": ("Measure we publish", "One figure users would ask for, with the last value."),
    "started": ("In use since", "Date."),
    "review": ("Next review", "Date, at most 12 months ahead."),
    "retire": ("Retires", "Date and what follows, or None planned."),
    "status": ("Status", "Planned, Pilot, Live, Retiring or Retired."),
}


def build(folder: Path) -> None:
    """Write the Word file and the CSV file into ``folder``."""
    services = read_records("services")
    write_table(
        folder / FILES[1],
        [label for label, _ in FORM.values()],
        [[service[name] for name in FORM] for service in services],
    )
    paper = Paper(TITLE)
    cover(paper, services)
    paper.heading("Blank form", 1, new_page=True)
    paper.text(
        "Copy this page for each service. The middle column tells what to write; delete it at the end.",
        keep=True,
    )
    paper.table(
        ["Field", "What to write", "Your entry"],
        [[label, advice, ""] for label, advice in FORM.values()],
        [3.6, 6.2, 7.2],
    )
    for service in services:
        entry(paper, service)
    paper.save(folder / FILES[0])


def cover(paper: Paper, services: list[dict]) -> None:
    paper.text(TITLE, "Title")
    paper.text(imprint())
    paper.heading("How to use", 1)
    aim, steps, notes = (lines for _, lines in read_guide("service_entries"))
    paper.text(aim[0])
    for step in steps:
        paper.text(step, "List Number")
    paper.heading("Good to know", 2)
    for note in notes:
        paper.text(note, "List Bullet")
    paper.heading("The twelve entries", 2)
    paper.table(
        ["No.", "Service", "Delivery", "Status"],
        [[service[name] for name in ("id", "name", "delivery", "status")] for service in services],
        [1.8, 6.2, 6.8, 2.2],
    )


def entry(paper: Paper, service: dict) -> None:
    """One filled entry on a page of its own."""
    paper.heading(f"{service['id']} {service['name']}", 1, new_page=True)
    paper.table(
        ["Field", "Entry"], [[label, service[name]] for name, (label, _) in FORM.items()], [4.2, 12.8]
    )
