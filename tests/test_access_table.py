"""Who gets what at each address: Alice (created it), Bob (a member), Charlie (not signed in), Mona (moderates).

The addresses come from the URL patterns: a pattern without a row fails, and so does a row without a pattern.
"""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.urls import NoReverseMatch, get_resolver, reverse

from content import gathering, storing
from content.enums import Check, Outcome, Status
from content.models import Artefact, File, FileContent, Reply
from moderation.models import Report, Takedown
from people import desk, outbox, profile
from people.models import Mail
from tests import factories

# Name of the pattern: [(which artefact or argument, statuses of Alice, Bob, Charlie and Mona)].
EVERYBODY = [("", "200 200 200 200")]
BY_STATUS = [
    ("published", "200 200 200 200"),
    ("retired", "200 200 200 200"),
    ("draft", "200 404 404 200"),
    ("hidden", "200 404 404 200"),
    ("removed", "410 410 410 200"),
    ("nowhere", "404 404 404 404"),
]
FILES = [row if row[0] != "removed" else ("removed", "404 404 404 200") for row in BY_STATUS]
MEMBERS = [("", "200 200 302 200")]
STRANGERS = [("", "302 302 200 302")]
DESK_ONLY = [("", "302 302 302 200")]
POSTED = [("", "405 405 405 405")]
ASKS_AGAIN = [("", "302 302 302 302")]
NOT_SET_UP = [("", "404 404 302 404")]
NO_DRAFTS = [
    ("published", "302 404 302 404"),
    ("removed", "404 404 302 404"),
    ("nowhere", "404 404 302 404"),
]
WIZARD = [("draft", "200 404 302 404"), *NO_DRAFTS]
TABLE = {
    "home": EVERYBODY,
    "about": EVERYBODY,
    "accessibility": EVERYBODY,
    "privacy": EVERYBODY,
    "theme": [("", "405 405 405 405")],
    "browse": EVERYBODY,
    "artefact": BY_STATUS,
    # The version at its artefact's own address leads there.
    "version": [
        ("published", "302 302 302 302"),
        ("retired", "302 302 302 302"),
        ("draft", "200 404 404 200"),
        ("hidden", "302 404 404 302"),
        ("removed", "410 410 410 302"),
        ("nowhere", "404 404 404 404"),
    ],
    "changes": FILES,
    "download": FILES,
    "preview_picture": FILES,
    "practices": EVERYBODY,
    "practice": [("practice", "200 200 200 200"), ("nowhere", "404 404 404 404")],
    "member": [("alice", "200 200 200 200"), ("closed", "404 404 404 200")],
    "claim_desk": [("token", "200 200 200 200"), ("nowhere", "410 410 410 410")],
    "feed_all": EVERYBODY,
    "feed_practice": [("practice", "200 200 200 200"), ("nowhere", "404 404 404 404")],
    "feed_member": [("alice", "200 200 200 200"), ("closed", "404 404 404 404")],
    "healthz": EVERYBODY,
    "robots": EVERYBODY,
    "sitemap": EVERYBODY,
    "sitemap_pages": EVERYBODY,
    "sitemap_artefacts": [("0", "200 200 200 200"), ("99", "404 404 404 404")],
    "sitemap_people": [("0", "200 200 200 200"), ("99", "404 404 404 404")],
    "settings": MEMBERS,
    "settings_profile": MEMBERS,
    "settings_roles": MEMBERS,
    "settings_role": [("alice", "200 404 302 404")],
    "settings_role_end": POSTED,
    "settings_organisation": MEMBERS,
    "settings_organisation_leave": POSTED,
    "settings_data": MEMBERS,
    "settings_data_download": POSTED,
    "settings_close": ASKS_AGAIN,
    "settings_confirm": ASKS_AGAIN,
    "settings_closed": EVERYBODY,
    "settings_notices": MEMBERS,
    "settings_practices": MEMBERS,
    # Bob's reply to Alice's artefact.
    "replies": [("published", "405 405 405 405")],
    "watch": [("published", "405 405 405 405")],
    "reply_edit": [("shown reply", "403 200 302 403"), ("waiting reply", "404 200 302 403")],
    "reply_before": [("shown reply", "404 200 302 200"), ("waiting reply", "404 200 302 200")],
    "reply_take_back": [("shown reply", "405 405 405 405")],
    "reply_fixed": [("shown reply", "405 405 405 405")],
    "reply_reopen": [("shown reply", "405 405 405 405")],
    "notices": MEMBERS,
    "notices_read": POSTED,
    "stop_mail": [("way out", "200 200 200 200"), ("nowhere", "404 404 404 404")],
    # The wizard: drafts are their contributor's alone.
    "share": MEMBERS,
    "share_version": [
        ("published", "200 403 302 403"),
        ("draft", "302 404 302 403"),
        ("hidden", "200 404 302 403"),
        ("removed", "404 404 302 403"),
        ("nowhere", "404 404 302 404"),
    ],
    "share_draft": [("draft", "302 404 302 404"), *NO_DRAFTS],
    "share_file": WIZARD,
    "share_about": WIZARD,
    "share_edition": [("draft", "302 404 302 404"), *NO_DRAFTS],
    "share_licence": WIZARD,
    "share_check": WIZARD,
    "share_done": [("draft", "302 404 302 404"), *NO_DRAFTS],
    "share_take_back": [("draft", "405 405 405 405")],
    "share_discard": [("draft", "405 405 405 405")],
    # Moderation: the queue belongs to the desk, the other doors are open.
    "queue": DESK_ONLY,
    "queue_publish": [("", "302 302 302 405")],
    "queue_version": [
        ("published", "302 302 302 200"),
        ("draft", "302 302 302 404"),
        ("nowhere", "302 302 302 404"),
    ],
    "queue_artefact": [("hidden", "302 302 302 200"), ("nowhere", "302 302 302 404")],
    "queue_report": [("case", "302 302 302 200")],
    "queue_claim": [("case", "302 302 302 200")],
    "queue_reply": [("case", "302 302 302 200")],
    "report_reply": [("case", "200 200 200 200")],
    "report": [
        ("published", "403 200 200 200"),
        ("retired", "403 200 200 200"),
        ("draft", "403 404 404 403"),
        ("hidden", "403 404 404 403"),
        ("removed", "404 404 404 403"),
        ("nowhere", "404 404 404 404"),
    ],
    "counter_notice": [("published", "200 404 302 404"), ("retired", "404 404 302 404")],
    "takedown": EVERYBODY,
    "takedown_sent": EVERYBODY,
    # Adaptations and the creator's acts: what is on show can be adapted, and only its creator acts.
    "adapt": [
        ("published", "200 200 302 200"),
        ("retired", "200 200 302 200"),
        ("draft", "403 404 302 403"),
        ("hidden", "403 404 302 403"),
        ("removed", "404 404 302 403"),
        ("nowhere", "404 404 302 404"),
    ],
    "artefact_life": [
        ("published", "200 403 302 403"),
        ("retired", "302 403 302 403"),
        ("draft", "302 404 302 403"),
        ("hidden", "302 404 302 403"),
        ("removed", "404 404 302 403"),
        ("nowhere", "404 404 302 404"),
    ],
    "collect": [("published", "405 405 405 405")],
    "collections": EVERYBODY,
    "my_collections": MEMBERS,
    "collection": [("public", "200 200 200 200"), ("private", "200 404 404 200")],
    "collection_zip": [("public", "200 200 200 200"), ("private", "200 404 404 200")],
    "collection_edit": [("public", "200 403 302 403"), ("private", "200 404 302 403")],
    "collection_delete": [("public", "405 405 405 405")],
    "collection_item": [("public", "405 405 405 405")],
    # allauth
    "account_login": STRANGERS,
    "account_signup": STRANGERS,
    "account_logout": MEMBERS,
    "account_inactive": EVERYBODY,
    "account_reauthenticate": MEMBERS,
    "account_email": MEMBERS,
    "account_email_verification_sent": ASKS_AGAIN,
    "account_change_password": MEMBERS,
    "account_set_password": ASKS_AGAIN,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": [("key", "200 200 200 200")],
    "account_reset_password_from_key_done": EVERYBODY,
    "account_request_login_code": STRANGERS,
    "account_confirm_login_code": ASKS_AGAIN,
    "mfa_index": MEMBERS,
    "mfa_authenticate": ASKS_AGAIN,
    "mfa_reauthenticate": [("", "302 302 302 200")],
    "mfa_activate_totp": ASKS_AGAIN,
    "mfa_deactivate_totp": [("", "404 404 302 302")],  # Mona has an app, and is asked for her password first
    "mfa_view_recovery_codes": NOT_SET_UP,
    "mfa_generate_recovery_codes": ASKS_AGAIN,
    "mfa_download_recovery_codes": NOT_SET_UP,
    "mfa_list_webauthn": MEMBERS,
    "mfa_add_webauthn": ASKS_AGAIN,
    "mfa_edit_webauthn": [("key", "302 302 302 302")],
    "mfa_remove_webauthn": [("key", "302 302 302 302")],
    "mfa_login_webauthn": ASKS_AGAIN,
    "mfa_reauthenticate_webauthn": ASKS_AGAIN,
    "usersessions_list": MEMBERS,
}
# The desk: Django's own pages by name, and by their last word those of each model. Who is no moderator is sent
# to admin:login, which sends strangers to sign in and refuses members.
DESK = {
    "index": "302 302 302 200",
    "login": "403 403 302 302",
    "logout": "302 302 302 302",
    "password_change": "302 302 302 302",
    "password_change_done": "302 302 302 200",
    "autocomplete": "302 302 302 403",
    "jsi18n": "302 302 302 200",
    "view_on_site": "302 302 302 404",
    "app_list": "302 302 302 200",
    "changelist": "302 302 302 200",
    "add": "302 302 302 200",
    "history": "302 302 302 302",
    "delete": "302 302 302 302",
    "change": "302 302 302 302",
}
# What even a moderator may not do at the desk: content.publishing and the terms' `active` do it.
REFUSED = {
    f"admin:content_{model}_add" for model in ("artefact", "version", "statuschange", "tag", "collection")
}
KEPT = ["artefact", "version", "statuschange", "tag", "practice", "framework", "audience", "kind", "licence"]
KEPT.append("collection")
REFUSED |= {f"admin:content_{model}_delete" for model in KEPT}
REFUSED |= {
    f"admin:moderation_{model}_{word}"
    for model in ("report", "takedown", "decision")
    for word in ("add", "delete")
}


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
    return known | cases | {"replies": _replies(made["published"]["artefact_id"], people["Bob"])} | made_up


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
    known = {"queue_report": report.pk, "queue_claim": claim.pk}
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
    "queue_version": ["version_id"],
    "queue_artefact": ["artefact_id"],
    **{
        f"share_{page}": ["version_id"]
        for page in ("draft", "file", "about", "edition", "licence", "check", "done", "take_back", "discard")
    },
}


def address(name, which, world):
    if name in ARTEFACT_ARGUMENTS:
        thing = world["artefacts"].get(which, NOWHERE)
        return reverse(name, kwargs={key: thing[key] for key in ARTEFACT_ARGUMENTS[name]})
    if which.endswith(" reply"):
        return reverse(name, args=[world["replies"][which.partition(" ")[0]]])
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


@pytest.mark.parametrize(
    ("name", "which", "expected"), [(name, *row) for name, rows in TABLE.items() for row in rows]
)
def test_each_person_gets_what_the_table_says(world, client_of, name, which, expected):
    url = address(name, which, world)

    statuses = [look(client_of(person), url) for person in world["people"].values()]

    assert " ".join(statuses) == expected


@pytest.mark.parametrize("word", DESK)
def test_the_desk_is_for_mona(world, client_of, word):
    desk_names = {name for name, _ in patterns() if name.startswith("admin:")}
    names = desk_names & {f"admin:{word}"} or {name for name in desk_names if name.endswith(f"_{word}")}
    wrong = {}

    for name in names:
        statuses = [look(client_of(person), desk_address(name)) for person in world["people"].values()]
        expected = "302 302 302 403" if name in REFUSED else DESK[word]
        if " ".join(statuses) != expected:
            wrong[name] = statuses

    assert wrong == {}
    assert names != set()


def desk_address(name):
    for arguments in ([], ["0"], ["account"], ["0", "0"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(f"{name} takes arguments this test does not know.")


# A download is counted: the one GET of a visitor that writes, by one INSERT; so is that of a collection.
COUNTED = {"download", "collection_zip"}
READING = [name for name, rows in TABLE.items() if rows[0][1].split()[2] == "200" and name not in COUNTED]


@pytest.mark.parametrize("name", READING)
def test_a_visitors_get_changes_nothing(world, client_of, name):
    """Not even a transaction that could write: on SQLite it would wait for every writer."""
    url = address(name, TABLE[name][0][0], world)
    charlie, seen = client_of(None), []

    def listen(execute, sql, params, many, context):
        seen.append(sql.split()[0].lstrip("(").upper())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        look(charlie, url)

    assert set(seen) <= {"SELECT"}
