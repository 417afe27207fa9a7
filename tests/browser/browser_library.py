"""What the site of the browser tests holds: made once, by the verbs that people use, and only read by tests."""

import io
from dataclasses import dataclass, field

from django.urls import reverse

from content import comparing_versions, inspection, publishing
from content.models import Artefact, Kind, Licence, Practice
from people.models import Member
from tests import factories
from tests.browser import browser_samples as samples
from tests.surveys import survey_samples

LONG = "Escalation" * 20  # 200 characters and no place to break
FILLERS = 25  # with the others, more than one page of results
TAKEN = samples.docx("Tick each line when it is done.", heading="Handover checklist")

FIELDS = {
    "summary": "What it is for, in a sentence or two that somebody with ten minutes reads.",
    "made_for": "A hospital group with three sites",
    "made_for_size": "250-999",
    "made_for_sector": "health",
    "in_use_since": "2021, in four teams",
    "you_need": "A named incident manager",
    "works_best_when": "One person keeps the timeline",
    "leave_it_when": "You close fewer than two a year",
    "maturity": "3",
    "tags": ["post-mortem", "on call"],
}


@dataclass(frozen=True)
class Item:
    """One artefact to be: its practices by slug, its files as (name, bytes)."""

    title: str
    kind: str
    practices: tuple = ()
    files: tuple = ()
    more: dict = field(default_factory=dict)


ITEMS = [
    Item(
        "Major incident handbook",
        "procedure",
        ("incident-management",),
        (
            (
                "major-incident-handbook.docx",
                samples.docx(f"At night, {samples.PHRASE} and say so in the log."),
            ),
        ),
    ),
    Item(
        "Major incident review workbook",
        "template",
        ("incident-management", "problem-management"),
        (("review-workbook.xlsx", samples.xlsx()), ("review-skills.csv", samples.csv())),
    ),
    Item(
        "Service review deck",
        "presentation",
        ("service-level-management",),
        (("review.pptx", samples.pptx()),),
    ),
    Item(
        "Access request policy", "policy", ("service-request-management",), (("access.pdf", samples.pages()),)
    ),
    Item(
        "Escalation flow", "process-model", ("incident-management",), (("escalation.bpmn", samples.bpmn()),)
    ),
    Item("Escalation note", "knowledge-article", ("service-desk",), (("escalation.md", samples.md()),)),
    Item("Skills of the desk", "data-set", ("service-desk",), (("skills.csv", samples.csv()),)),
    Item("Map of the value stream", "service-blueprint", ("service-design",), (("map.png", samples.png()),)),
    Item(
        "Teams and their lines", "role-description", ("service-desk",), (("teams.drawio", samples.drawio()),)
    ),
    Item("Handover checklist", "checklist", ("change-enablement",), (("Handover checklist.docx", TAKEN),)),
    Item(
        "Counted checklist", "checklist", ("change-enablement",), (("counted.md", b"# Count me\n\nOnce.\n"),)
    ),
    Item(
        LONG,
        "template",
        ("capacity-and-performance-management",),
        ((f"{'a-very-long-name' * 7}.md", f"# {LONG}\n\n{LONG}\n".encode()),),
        {
            "summary": LONG,
            "you_need": LONG,
            "made_for": LONG,
            "tags": ["x" * 40],
            "body": f"{LONG}\n\n`{LONG}`",
        },
    ),
    Item(
        "Moving the desk to one queue",
        "case-study",
        ("service-desk",),
        more={
            "case_study": {
                "situation": "Three queues, no owner.",
                "what_we_did": "One queue, one rota.",
                "still_wrong": "Mondays.",
                "input_wanted": "How do you size the rota?",
            }
        },
    ),
    Item(
        "Share of reopened incidents",
        "metric-definition",
        ("measurement-and-reporting",),
        more={
            "measure": {
                "formula": "reopened / closed",
                "unit": "per cent",
                "data_source": "The ticket tool",
                "target_range": "2 to 5",
            }
        },
    ),
]
LINK = {
    "origin": "collected",
    "source": {"author": "An author", "publisher": "A journal", "url": "https://example.org/original"},
}


def fill():
    """Make everything; afterwards no file waits except the one that is meant to."""
    people = {name: factories.member(name, headline="Tests for a living") for name in ("Alice", "Bob")}
    people["Mona"] = factories.moderator()
    library = factories.member("Library", password=None, is_collector=True)
    made = {item.title: draft(item, by=people["Alice"]) for item in ITEMS}
    made |= {item.title: draft(item, by=people["Alice"]) for item in _fillers()}
    damaged = draft(
        Item("Damaged plan", "form", files=(("damaged.docx", b"PK\x03\x04 cut off"),)), by=library
    )
    release(damaged, by=library, unchecked=True)
    release(draft(Item("An article elsewhere", "article", more=LINK), by=library), by=library)
    inspection.inspect_waiting()
    for artefact in made.values():
        release(artefact, by=people["Alice"], reviewer=people["Mona"])
    _age(made, people)
    waiting = draft(Item("Plan that waits", "form", files=(("waiting.md", b"# Wait\n"),)), by=library)
    release(waiting, by=library, unchecked=True)
    asked = survey_samples.survey(people["Mona"], items=1).survey
    type(asked).objects.filter(pk=asked.pk).update(title=LONG[:120])


def draft(item, *, by):
    """Write it down and attach its files."""
    fields = FIELDS | item.more | {"practices": list(Practice.objects.filter(slug__in=item.practices))}
    artefact = publishing.start_draft(
        by=by,
        title=item.title,
        kind=Kind.objects.get(slug=item.kind),
        licence=Licence.objects.get(spdx="CC-BY-4.0"),
        **fields,
    )
    for name, content in item.files:
        publishing.attach(artefact.versions.get(), io.BytesIO(content), name=name, by=by)
    return artefact


def release(artefact, *, by, reviewer=None, unchecked=False):
    """Send the newest version for review and publish it."""
    version = artefact.versions.newest_first().first()
    publishing.declare(version, by=by)
    publishing.submit(version, by=by)
    if version.look_later:  # a member known by three published versions
        publishing.look(version, by=reviewer)
    else:
        publishing.publish(version, by=reviewer or by, unchecked=unchecked)


def two_versions(kind):
    """A new artefact whose second version has another file of this kind, compared; the path of what changed."""
    name, old, new = f"steps.{kind}", *samples.changed(kind)
    alice, mona = (Member.objects.filter(name=name).earliest("pk") for name in ("Alice", "Mona"))
    made = draft(Item(f"Steps in {kind}", "procedure", files=((name, old),)), by=alice)
    inspection.inspect_waiting()
    release(made, by=alice, reviewer=mona)
    made.refresh_from_db()
    version = publishing.add_version(made, by=alice, major=False, change_note="Says who.")
    publishing.attach(version, io.BytesIO(new), name=name, by=alice)
    inspection.inspect_waiting()
    release(made, by=alice, reviewer=mona)
    comparing_versions.compare_waiting()
    return reverse("changes", args=[made.slug, version.number])


def _fillers():
    texts = {"body": "One line of advice.", "summary": "A short note among many."}
    return [
        Item(f"Note on capacity {number:02}", "runbook", ("availability-management",), more=texts)
        for number in range(FILLERS)
    ]


def _age(made, people):
    """A second version, one retired, one superseded, one taken down."""
    alice, mona = people["Alice"], people["Mona"]
    workbook = Artefact.objects.get(pk=made["Major incident review workbook"].pk)
    publishing.add_version(workbook, by=alice, major=False, change_note="Adds a sheet for actions.")
    version = workbook.versions.newest_first().first()
    publishing.attach(version, io.BytesIO(samples.xlsx(rows=5)), name="review-workbook.xlsx", by=alice)
    inspection.inspect_waiting()
    release(workbook, by=alice, reviewer=mona)
    notes = [Artefact.objects.get(pk=made[f"Note on capacity {number:02}"].pk) for number in range(3)]
    publishing.retire(notes[0], by=mona)
    publishing.supersede(notes[1], by=mona, successor=workbook)
    publishing.remove(notes[2], by=mona, note="It named a customer.")
