"""Artefact 10: service catalogue entry, blank and twelve filled (Word and CSV)."""
from pathlib import Path

from .house_docx import Paper
from .house_style import imprint
from .tables import read_records, write_table

TITLE = "Service catalogue entry: blank plus 12 filled"
FILES = ["service-catalogue-entries.docx", "service-catalogue-entries.csv"]
# field: (label, what to write)
FORM = {
    "id": ("No.", "Never used twice, also after retirement."),
    "name": ("Service, in user words", "What people would type into a search box. No product and no team names."),
    "promise": ("What you get", "One sentence with the result for the user. Read it to somebody from another department."),
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
INTRO = ("An entry answers, on one page and in the words of users, what they get, how they get it and what they may expect. "
         "Everything a technician needs stands elsewhere and is linked by the number.")
STEPS = [
    "Write the entry with one person who uses the service and one who runs it. Thirty minutes are enough for a draft.",
    "Start with What you get and Not included. If you cannot fill them in, it is a component and not a service.",
    "Fill in the rest from what is true today: the delivery time of the last 20 orders, not the one you wish for.",
    "Let two people from another department order from the draft alone. Each question they ask is a missing word.",
    "Publish with a review date. An entry without an owner or with a review date passed is hidden until somebody owns it.",
    "Retire in the open: date, reason, what follows, who tells whom. See SVC-12.",
]
NOTES = [
    "The CSV holds the same twelve entries, one a line, to load into a portal or to compare columns with yours.",
    "Prices are in currency units (CU) of an invented organisation with about 1,200 staff. All figures are invented.",
    "Between 25 and 60 entries are what people can scan. If you have 300, most of them are options of one service.",
]


def build(folder: Path) -> None:
    """Write the Word file and the CSV file into ``folder``."""
    services = read_records("services")
    write_table(folder / FILES[1], [label for label, _ in FORM.values()], [[service[name] for name in FORM] for service in services])
    paper = Paper(TITLE)
    cover(paper, services)
    paper.heading("Blank form", 1, new_page=True)
    paper.text("Copy this page for each service. The middle column tells what to write; delete it when you are done.", keep=True)
    paper.table(["Field", "What to write", "Your entry"], [[label, advice, ""] for label, advice in FORM.values()], [3.6, 6.2, 7.2])
    for service in services:
        entry(paper, service)
    paper.save(folder / FILES[0])


def cover(paper: Paper, services: list[dict]) -> None:
    paper.text(TITLE, "Title")
    paper.text(imprint())
    paper.heading("How to use", 1)
    paper.text(INTRO)
    for step in STEPS:
        paper.text(step, "List Number")
    paper.heading("Good to know", 2)
    for note in NOTES:
        paper.text(note, "List Bullet")
    paper.heading("The twelve entries", 2)
    paper.table(["No.", "Service", "Delivery", "Status"],
                [[service[name] for name in ("id", "name", "delivery", "status")] for service in services], [1.8, 6.2, 6.8, 2.2])


def entry(paper: Paper, service: dict) -> None:
    """One filled entry on a page of its own."""
    paper.heading(f"{service['id']} {service['name']}", 1, new_page=True)
    paper.text(service["promise"], keep=True)
    rows = [[label, service[name]] for name, (label, _) in FORM.items() if name not in ("id", "promise")]
    paper.table(["Field", "Entry"], rows, [4.2, 12.8])
