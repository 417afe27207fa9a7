"""A site of its own for the browser tests: its own database, file store and server in a process of its own.

``python -m tests.browser.browser_site`` writes its address as one line when it is ready. Then each line it
reads is the name of a wish below with its arguments, as a list in JSON, and answered by a line of JSON. It goes
when its input ends.
"""

import io
import json
import os
import sys
from contextlib import redirect_stdout

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"


def main():
    import django
    from django.conf import settings

    # Nothing is collected for tests: files come from where they are written.
    settings.WHITENOISE_USE_FINDERS = True
    settings.DATABASES["default"].setdefault("TEST", {})
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"]["TEST"]["NAME"] = f"test_browser_{os.getpid()}"
    django.setup()
    from django.db import connection

    from tests import pristine

    name, is_sqlite = connection.settings_dict["NAME"], connection.vendor == "sqlite"
    if is_sqlite:
        pristine.copy_to(connection.creation._get_test_db_name())
    with redirect_stdout(sys.stderr):  # the first line there is the address
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=is_sqlite)
    try:
        _run()
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


def _run():
    from content import jobs  # noqa: F401  here, so that a fault in it shows before the first test
    from tests.browser import browser_library

    browser_library.fill()
    server = _server()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    for line in sys.stdin:
        wish, *arguments = json.loads(line)
        print(json.dumps(WISHES[wish](*arguments)), flush=True)
    server.shutdown()
    server.server_close()


def _server():
    """Listening, in threads."""
    from threading import Thread

    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.core.wsgi import get_wsgi_application
    from django.test.testcases import QuietWSGIRequestHandler

    from back2itsm.door import Door

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
    server.set_app(Door(get_wsgi_application()))
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def _roll_up():
    """Add the downloads up and forget the pages that show the old count; answers how many there were."""
    from django.core.cache import caches

    from content import jobs

    rolled = jobs.roll_up_downloads()
    for alias in ("pages", "cards", "parts", "downloads"):
        caches[alias].clear()
    return rolled


def _manage(*arguments):
    """What a management command prints."""
    from django.core.management import call_command

    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def _last_mail(address):
    """The text of the newest mail to this address."""
    import email
    from email import policy
    from pathlib import Path

    from django.conf import settings

    kept = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in kept]
    return [mail.get_body().get_content() for mail in mails if address in mail["To"]][-1]


def _session(name, is_moderator=False):
    """The session key of a new member, or moderator with a second factor, who has just signed in."""
    from tests import factories

    return _signed_in(factories.moderator(name) if is_moderator else factories.member(name))


def _creator(name, title):
    """A new member with a published artefact of their own: [session key, path of the artefact]."""
    from tests import factories

    member = factories.member(name)
    return [_signed_in(member), factories.artefact(member, title=title).get_absolute_url()]


def _praised(name, title, count):
    """A new member, rated and recommended by peers like a work of theirs: [session key, path of it, own path]."""
    from ratings import batch
    from tests import factories
    from tests.ratings.judged import praised

    member = factories.member(name)
    plan = praised(member, count, title=title)
    batch.recompute()
    return [_signed_in(member), plan.get_absolute_url(), member.get_absolute_url()]


def _accept_replies():
    """A moderator lets all be read that waits; answers how many there were."""
    from content import replying
    from content.models import Reply
    from people.models import Member

    moderator = Member.objects.filter(is_staff=True).first()
    return len([replying.accept_reply(reply, by=moderator) for reply in Reply.objects.waiting()])


def _signed_in(member):
    """The session key of a member who has just signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return session.session_key


def _send_back(number, note):
    """A moderator's decision on the newest version of a record such as ART-0412."""
    from content import publishing
    from content.models import Artefact
    from people.models import Member

    version = Artefact.objects.get(pk=int(number.removeprefix("ART-"))).versions.newest_first().first()
    publishing.send_back(version, by=Member.objects.filter(is_staff=True).first(), note=note)


def _inspect():
    """Look into the files that wait; answers how many there were."""
    from content import jobs

    return jobs.inspect_files()


def _work():
    """What the worker does with files until none waits; answers how many things it did."""
    from content import jobs

    return jobs.clean_files() + jobs.inspect_files()


def _answered_survey(name):
    """A closed survey of 14 needs with published results; answers the path of its results."""
    from tests import factories
    from tests.surveys import survey_samples

    wave = survey_samples.answered(factories.member(name), items=14, people=16)
    return f"{wave.survey.get_absolute_url()}results/"


def _judged_survey(name):
    """A closed survey whose pairs were judged; answers the path of their ranking."""
    from tests import factories
    from tests.surveys import survey_samples

    return f"{survey_samples.judged(factories.member(name)).survey.get_absolute_url()}pairs/results/"


def _missed_need(poster, asker):
    """A need from a survey, important and badly covered to ``asker``: [its path, session keys of both]."""
    from surveys import answering
    from surveys.models import Item
    from tests import factories
    from tests.surveys import survey_samples

    owner, member = factories.member(poster), factories.member(asker)
    need = survey_samples.need("Showing the value of problem management", by=owner)
    wave = survey_samples.survey(owner, items=1)
    Item.objects.filter(question__wave=wave).update(need=need)
    response = survey_samples.answers(wave, {1: (5, 1)}, by=member)
    answering.finish(response, by=member, may_be_asked=True)
    return [need.get_absolute_url(), _signed_in(owner), _signed_in(member)]


def _ask_again():
    """What the worker does once something answers a need; answers how many things it did."""
    from surveys import jobs

    return jobs.ask_again()


def _suggested(name):
    """A new member with recommendations and a question: [session key, own page, an artefact with one beside it]."""
    from datetime import timedelta

    from django.utils import timezone

    from content.models import Taken
    from people import profile
    from ratings.models import ForYou, PersonForYou, Similar
    from tests import factories
    from tests.browser.browser_library import LONG

    member, creator = (
        factories.member(name),
        factories.member(f"Maker for {name}", headline="Service manager"),
    )
    profile.join_organisation(member, by=member, size_band="50-249", sector="health")
    made = [
        factories.artefact(creator, title=title) for title in (f"Found for {name}", LONG, f"Taken by {name}")
    ]
    for place, artefact in enumerate(made[:2], 1):
        ForYou.objects.create(member=member, artefact=artefact, place=place, why="liked", because=made[2])
        Similar.objects.create(artefact=made[2], other=artefact, place=place, why="liked", shared=4)
    PersonForYou.objects.create(member=member, person=creator, place=1, why="work", artefact=made[2])
    Taken.objects.create(member=member, artefact=made[2], at=timezone.now() - timedelta(days=22))
    return [_signed_in(member), member.get_absolute_url(), made[2].get_absolute_url()]


def _desk():
    """A row of everything at the desk; answers the addresses of its pages."""
    from tests.browser import browser_desk

    return browser_desk.pages()


def _two_versions(kind):
    """A new artefact of two versions whose files of this kind differ; answers the page that says what changed."""
    from tests.browser import browser_library

    return browser_library.two_versions(kind)


WISHES = {
    "desk": _desk,
    "two versions": _two_versions,
    "judged survey": _judged_survey,
    "missed need": _missed_need,
    "ask again": _ask_again,
    "answered survey": _answered_survey,
    "inspect": _inspect,
    "work": _work,
    "session": _session,
    "creator": _creator,
    "suggested": _suggested,
    "praised": _praised,
    "accept replies": _accept_replies,
    "send back": _send_back,
    "roll up": _roll_up,
    "manage": _manage,
    "last mail": _last_mail,
}


if __name__ == "__main__":
    main()
