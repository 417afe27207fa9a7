"""What the invented members have shared: published work, drafts, and submissions that wait for a moderator."""

import io
from dataclasses import dataclass

from content import inspection, publishing
from content.models import Kind, Licence, Practice, Version

PUBLISHED, DRAFTS, WAITING, SENT_BACK = 40, 12, 24, 3
# (title, kind, practice, what it is for, its parts)
PLANS = (
    (
        "Major incident review agenda",
        "template",
        "incident-management",
        "One hour, five questions, no blame.",
        (
            "What happened, in one sentence",
            "What we saw first",
            "What we tried",
            "What helped",
            "What we change",
        ),
    ),
    (
        "Shift handover sheet",
        "form",
        "incident-management",
        "What the next shift must know before the first call.",
        ("Open major incidents", "Customers who expect a call", "Changes during the shift", "People on call"),
    ),
    (
        "Standard change candidate list",
        "checklist",
        "change-enablement",
        "Decides whether a change may become standard.",
        (
            "Done three times without a fault",
            "A tested way back",
            "Steps that a newcomer can follow",
            "An owner",
        ),
    ),
    (
        "Problem statement in four lines",
        "template",
        "problem-management",
        "Says what is wrong before anybody says why.",
        ("What differs from what we expect", "Since when", "Where it happens", "Where it does not happen"),
    ),
    (
        "Service catalogue entry",
        "template",
        "service-catalogue-management",
        "One page that a customer understands.",
        ("What you get", "What it costs", "How to ask for it", "How long it takes", "Whom to call"),
    ),
    (
        "Knowledge article checklist",
        "checklist",
        "knowledge-management",
        "Ten questions before an article is published.",
        ("The title is what a caller says", "One problem, one article", "Steps were tried by somebody else"),
    ),
    (
        "On-call rota rules",
        "policy",
        "workforce-and-talent-management",
        "Fair nights, said in advance.",
        ("Nobody two weekends in a row", "Rest after a night with a call", "Swaps are written down"),
    ),
    (
        "Supplier review minutes",
        "form",
        "supplier-management",
        "Half an hour a quarter with each supplier that matters.",
        ("Targets met and missed", "Faults that came back", "What we owe each other"),
    ),
    (
        "Alert clean-up procedure",
        "procedure",
        "monitoring-and-event-management",
        "Fewer alerts, each with an owner.",
        (
            "List alerts nobody acted on",
            "Ask the owner",
            "Change the threshold or remove it",
            "Look again in a month",
        ),
    ),
    (
        "Release checklist for small teams",
        "checklist",
        "release-management",
        "What is forgotten on Friday afternoons.",
        ("The way back was tried", "The service desk knows", "Somebody watches for an hour"),
    ),
    (
        "Continuity exercise script",
        "procedure",
        "service-continuity-management",
        "A two-hour exercise at a table.",
        ("The room has no power", "Who decides", "Whom do we call", "What did we not find"),
    ),
    (
        "Access request form",
        "form",
        "service-request-management",
        "Asks once for all that is needed.",
        ("For whom", "To what", "Until when", "Who approves"),
    ),
)
SETTINGS = (
    "a hospital group",
    "a city council",
    "a regional bank",
    "a university",
    "a parts maker",
    "a small MSP",
)


@dataclass
class Work:
    """What was made; versions by where they stand."""

    published: list
    waiting: list
    drafts: list


def share(draw, members, moderator):
    """Drafts, submissions, and published work, all through the verbs of the library."""
    shelf = _Shelf()
    total = PUBLISHED + WAITING + DRAFTS + SENT_BACK
    versions = [_draft(draw, shelf, number, draw.choice(members)) for number in range(total)]
    sent = versions[: PUBLISHED + WAITING + SENT_BACK]
    while inspection.inspect_waiting():
        pass  # what is published was looked into, here as anywhere
    for version in sent:
        publishing.declare(version, by=version.by)
        publishing.submit(version, by=version.by)
    for version in sent[:PUBLISHED]:
        _put_out(version, moderator)
    for version in sent[PUBLISHED : PUBLISHED + SENT_BACK]:
        _return(version, moderator)
    drafts = versions[PUBLISHED + WAITING + SENT_BACK :]
    return Work(sent[:PUBLISHED], sent[PUBLISHED + SENT_BACK :], drafts)


class _Shelf:
    """Terms by slug, read once."""

    def __init__(self):
        self.kinds = {kind.slug: kind for kind in Kind.objects.all()}
        self.practices = {practice.slug: practice for practice in Practice.objects.all()}
        self.licences = list(Licence.objects.filter(spdx__in=["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"]))


def _draft(draw, shelf, number, member):
    title, kind, practice, purpose, parts = PLANS[number % len(PLANS)]
    setting = SETTINGS[(number // len(PLANS)) % len(SETTINGS)]
    artefact = publishing.start_draft(
        by=member,
        title=f"{title} of {setting}",
        kind=shelf.kinds[kind],
        licence=draw.choice(shelf.licences),
        body=_body(title, purpose, parts),
        summary=f"{purpose} Demonstration: made up for {setting}.",
        practices=[shelf.practices[practice]] if practice in shelf.practices else [],
        tags=["demonstration"],
        made_for=f"{setting[0].upper()}{setting[1:]}, invented",
        works_best_when="A team can change its own routine.",
        leave_it_when="Nobody has an hour for it.",
    )
    version = artefact.versions.get()
    if number % 6 == 1:
        file = io.BytesIO(_table(title, number, parts).encode())
        publishing.attach(version, file, name=f"{artefact.slug[:60]}.csv", by=member)
    return version


def _body(title, purpose, parts):
    steps = "\n".join(f"{at}. {part}." for at, part in enumerate(parts, 1))
    return f"## {title}\n\n{purpose}\n\n{steps}\n\nThis text belongs to the demonstration; nobody works with it.\n"


def _table(title, number, parts):
    rows = "\n".join(f'{at},"{part}",' for at, part in enumerate(parts, 1))
    return f'No,"{title}, demonstration {number}",Done\n{rows}\n'


def _put_out(version, moderator):
    version = Version.objects.select_related("artefact").get(pk=version.pk)
    # A member's fourth submission and all after it are published at once.
    if version.state == "submitted":
        publishing.publish(version, by=moderator)


def _return(version, moderator):
    version = Version.objects.select_related("artefact").get(pk=version.pk)
    if version.state == "submitted":
        note = "Say in the summary who can use it, and send it again. (Demonstration)"
        publishing.send_back(version, by=moderator, note=note)
