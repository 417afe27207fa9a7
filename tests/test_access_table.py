"""Who gets what at each address: Alice (created it), Bob (a member), Charlie (not signed in), Mona (moderates).

The addresses come from the URL patterns: a pattern without a row fails, and so does a row without a pattern.
"""

import io
from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.urls import NoReverseMatch, get_resolver, reverse

from content import gathering, storing
from content.enums import Check, Outcome, Status
from content.models import Artefact, File, FileContent, Reply
from moderation.models import Report, Takedown
from people import desk, outbox, profile
from people.models import Mail
from ratings import answering_reviews, judging
from ratings.models import RingFlag
from surveys import answering
from tests import factories
from tests.access_rows import DESK, REFUSED, TABLE
from tests.surveys import survey_samples as samples


def patterns(resolver=None, namespace=""):
    """(namespaced name, regex or route) of every pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name}", str(entry.pattern)


def test_each_pattern_has_a_row_and_each_row_a_pattern():
    # The admin's nameless ones are its catch-all and an old address of each change page.
    names = {name for name, _ in patterns() if name not in {"admin:None"}}
    ours = {name for name in names if not name.startswith("admin:")}
    words = {name.removeprefix("admin:") for name in names - ours}
    without = {word for word in words if word not in DESK and word.rpartition("_")[2] not in DESK}

    assert ours - TABLE.keys() == set()
    assert TABLE.keys() - ours == set()
    assert without == {"taggit_tag_merge_tags"} & without


@pytest.fixture
def world(db):
    """One artefact in each status with a file and a picture of it, three people, and what else has an address."""
    alice, mona = factories.member("Alice"), factories.moderator()
    made = {}
    for status in (Status.PUBLISHED, Status.RETIRED, Status.HIDDEN, Status.REMOVED, Status.DRAFT):
        artefact = factories.artefact(alice, title=f"Plan {status}", published=status != Status.DRAFT)
        Artefact.objects.filter(pk=artefact.pk).update(status=status)
        made[str(status)] = _with_file(artefact)
    closed = factories.member("Closed")
    type(closed).objects.filter(pk=closed.pk).update(closed_at="2026-11-01T10:00:00Z")
    people = {"Alice": alice, "Bob": factories.member("Bob"), "Charlie": None, "Mona": mona}
    slugs = {"alice": alice.slug, "closed": closed.slug, "practice": factories.practice().slug}
    role = profile.take_role(alice, by=alice, kind="practitioner")
    passkey = Authenticator.objects.create(
        user=factories.member("Dora"), type="webauthn", data={"name": "Phone"}
    )
    cases = _cases(Artefact.objects.get(pk=made["published"]["artefact_id"]))
    known = {"artefacts": made, "people": people, "slugs": slugs, "passkey": passkey.pk, "role": role.pk}
    made_up = {"collections": _collections(alice, made["published"]["artefact_id"])}
    made_up |= {"surveys": _surveys(alice), "needs": _needs(people["Bob"])}
    published = Artefact.objects.get(pk=made["published"]["artefact_id"])
    made_up["tokens"] = samples.second_question_tokens(published)
    rating = judging.rate(published, by=people["Bob"], overall=4, interest="none", text="It helped.")
    answer = answering_reviews.reply(rating, by=alice, text="Thank you.")
    made_up["rating"] = rating.pk
    cases |= {"queue_review": rating.pk, "report_review": rating.pk}
    cases |= {"queue_answer": answer.pk, "report_answer": answer.pk}
    return known | cases | {"replies": _replies(made["published"]["artefact_id"], people["Bob"])} | made_up


def _surveys(owner):
    """Slugs of an open survey, a closed one and a draft."""
    waves = {
        stage: samples.survey(owner, items=2, opened=stage != "draft")
        for stage in ("open", "closed", "draft")
    }
    answering.close_wave(waves["closed"], by=owner)
    return {stage: wave.survey.slug for stage, wave in waves.items()}


def _needs(bob):
    """A need on the board, and one of Bob's that waits."""
    return {state: samples.need(state=state, by=bob).pk for state in ("open", "waiting")}


def _replies(artefact_id, bob):
    """A reply of Bob's that everybody reads, and one that a moderator has not seen yet."""
    said = {"artefact_id": artefact_id, "by": bob, "kind": "question", "body": "How long?"}
    return {state: Reply.objects.create(state=state, **said).pk for state in ("shown", "waiting")}


def _collections(owner, artefact_id):
    """A public and a private one, each with the same artefact."""
    made = {}
    for which in ("public", "private"):
        collection = gathering.make(by=owner, title=f"For a {which} week", is_public=which == "public")
        gathering.add(collection, Artefact.objects.get(pk=artefact_id), by=owner)
        made[which] = {"pk": collection.pk, "slug": collection.slug}
    return made


def _cases(artefact):
    """A report, a claim and a reply on an artefact, by the names of their pages."""
    report = Report.objects.create(artefact=artefact, reason="spam")
    said = {"name": "R. Holder", "email": "rights@example.org", "why": "It is ours."}
    claim = Takedown.objects.create(artefact=artefact, reason="copyright", **said)
    reply = Reply.objects.create(artefact=artefact, by=factories.member("Dora"), kind="question", body="Why?")
    known = {"queue_report": report.pk, "queue_claim": claim.pk, "desk_rater": artefact.creator_id}
    known["takedown_sent"] = claim.token
    things = {"first": "2026-01-01", "last": "2026-01-02", "stars": 5, "usual": 1, "ratings": 6}
    known["desk_ring"] = RingFlag.objects.create(finding="burst", key="burst", evidence=things).pk
    return known | {"queue_reply": reply.pk, "report_reply": reply.pk}


def _with_file(artefact):
    version = artefact.versions.get()
    file = File(version=version, name="plan.pdf", extension="pdf", inspection=Check.DONE, outcome=Outcome.OK)
    file.size, file.sha256 = storing.save(io.BytesIO(b"%PDF-1.7 plan"), file.store_path)
    file.save()
    FileContent.objects.create(file=file, preview={"shape": "pages"}, pictures=["page-1.webp"])
    storing.save(io.BytesIO(b"RIFF"), f"{file.preview_folder}/page-1.webp")
    known = {"slug": artefact.slug, "number": version.number, "version_id": version.pk}
    known |= {"artefact_id": artefact.pk, "act": "confirm"}
    return known | {"file_id": file.pk, "picture": "page-1.webp"}


NOWHERE = {"slug": "nowhere", "number": "1.0", "version_id": 9999, "file_id": 9999, "picture": "page-1.webp"}
NOWHERE |= {"artefact_id": 9999, "act": "confirm"}
ARTEFACT_ARGUMENTS = {
    "artefact": ["slug"],
    "version": ["slug", "number"],
    "changes": ["slug", "number"],
    "download": ["slug", "number", "file_id"],
    "preview_picture": ["slug", "number", "file_id", "picture"],
    "share_version": ["slug"],
    "replies": ["slug"],
    "watch": ["slug"],
    "adapt": ["slug", "number"],
    "artefact_life": ["slug", "act"],
    "collect": ["slug"],
    "report": ["slug"],
    "counter_notice": ["slug"],
    "rate": ["slug"],
    "report_use": ["slug"],
    "recommend": ["slug"],
    "artefact_needs": ["slug"],
    "queue_version": ["version_id"],
    "queue_artefact": ["artefact_id"],
    **{
        f"share_{page}": ["version_id"]
        for page in ("draft", "file", "about", "edition", "licence", "check", "done", "take_back", "discard")
    },
}


def address(name, which, world):
    if name == "artefact_by_number":
        return reverse(name, args=[world["artefacts"].get(which, NOWHERE)["artefact_id"]])
    if name in ARTEFACT_ARGUMENTS:
        thing = world["artefacts"].get(which, NOWHERE)
        return reverse(name, kwargs={key: thing[key] for key in ARTEFACT_ARGUMENTS[name]})
    if which.endswith(" survey"):
        return reverse(name, args=[world["surveys"].get(which.partition(" ")[0], "nowhere")])
    if which.endswith(" need"):
        need = world["needs"][which.partition(" ")[0]]
        return reverse(name, args=[need, 1] if name == "need_decide" else [need])
    if name in {"asked_again", "not_again"}:
        return reverse(name, args=[world["tokens"].get(name if which != "nowhere" else which, which)])
    if which.endswith(" reply"):
        return reverse(name, args=[world["replies"][which.partition(" ")[0]]])
    if which == "rating":
        return reverse(name, args=[world["rating"]])
    if which in {"public", "private"}:
        known = world["collections"][which]
        return reverse(
            name, kwargs=known if name in {"collection", "collection_zip"} else {"pk": known["pk"]}
        )
    if which == "way out":
        return outbox.way_out(Mail(member=world["people"]["Alice"], kind="reply")).removeprefix(
            "http://localhost:8000"
        )
    if which == "token":
        return reverse(name, args=[desk.offer_desk("new@example.org")])
    if name in {"settings_role", "settings_role_end"}:
        return reverse(name, args=[world["role"]])
    if which == "case":
        return reverse(name, args=[world[name]])
    if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"}:
        return reverse(name, args=[world["passkey"]])
    if which == "key":
        return reverse(name, kwargs={"uidb36": "1", "key": "set-password"})
    return reverse(name, args=[world["slugs"].get(which, which)] if which else [])


def look(client, url):
    """The status in words; a file is read to its end, as a browser does."""
    response = client.get(url, headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    _ = response.getvalue() if response.streaming else response.content
    return str(response.status_code)


# What is walked in one go: making the world costs more than asking for a page of it.
PARTS = 6


@contextmanager
def as_before():
    """What a page writes for one row of the table is gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("part", range(PARTS))
def test_each_person_gets_what_the_table_says(world, client_of, part):
    rows = [(name, *row) for name, rows in TABLE.items() for row in rows][part::PARTS]
    expected = {(name, which): statuses for name, which, statuses in rows}
    given = {}

    for name, which in expected:
        with as_before():
            url = address(name, which, world)
            statuses = [look(client_of(person), url) for person in world["people"].values()]
            given[name, which] = " ".join(statuses)

    assert given == expected
    assert len(rows) > 20


def test_the_desk_is_for_mona(world, client_of):
    desk_names = {name for name, _ in patterns() if name.startswith("admin:")}
    expected, given = {}, {}

    for word in DESK:
        names = desk_names & {f"admin:{word}"} or {name for name in desk_names if name.endswith(f"_{word}")}
        assert names != set()
        for name in names:
            expected[name] = "302 302 302 403" if name in REFUSED else DESK[word]
            with as_before():
                statuses = [
                    look(client_of(person), desk_address(name)) for person in world["people"].values()
                ]
            given[name] = " ".join(statuses)

    assert given == expected


def desk_address(name):
    for arguments in ([], ["0"], ["content"], ["0", "0"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(f"{name} takes arguments this test does not know.")


# A download is counted: the one GET of a visitor that writes, by one INSERT; so is that of a collection.
COUNTED = {"download", "collection_zip"}
READING = [name for name, rows in TABLE.items() if rows[0][1].split()[2] == "200" and name not in COUNTED]


def test_a_visitors_get_changes_nothing(world, client_of):
    """Not even a transaction that could write: on SQLite it would wait for every writer."""
    said = {}

    def listen(execute, sql, params, many, context):
        said[name].add(sql.split()[0].lstrip("(").upper())
        return execute(sql, params, many, context)

    for name in READING:
        url, charlie, said[name] = address(name, TABLE[name][0][0], world), client_of(None), set()
        with connection.execute_wrapper(listen):
            look(charlie, url)

    assert {name: words for name, words in said.items() if words - {"SELECT"}} == {}
    assert len(said) > 40
