"""Three people and a visitor: Alice created it, Bob is a member, Mona moderates, Charlie is not signed in."""

import socket
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import Client
from hypothesis import HealthCheck, settings

from back2itsm import pagecache
from content.files import run
from content.search.engine import engine
from tests import factories, pristine

# No test is timed, not even by how fast its examples are made: a busy machine is no fault of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_collection_modifyitems(items):
    """A test that commits empties the tables behind it, so each begins with what the migrations put there.

    All of them or none: one that did not would leave rows that the next one's contents collide with.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("rows")
        commits = bool(marker and marker.kwargs.get("transaction"))
        if commits or "transactional_db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """On SQLite the database is there when it is asked for: a copy of what the migrations leave.

    It goes with the folder of the process (tests/settings.py).
    """
    if connection.vendor != "sqlite":
        return False
    pristine.copy_to(connection.creation._get_test_db_name())
    return True


def uses_rows(request):
    """Whether a test may use the database."""
    marked = request.node.get_closest_marker("django_db") is not None
    return marked or bool({"db", "transactional_db"} & set(request.fixturenames))


@pytest.fixture(autouse=True)
def _no_rows(request):
    """An answer closed by a test without the database looks for no connection that an earlier test left."""
    if uses_rows(request):
        yield
        return
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _own_store(request):
    """Each test that writes rows gets a file store of its own, and no page another test left in memory."""
    if not uses_rows(request):
        return
    settings = request.getfixturevalue("settings")
    settings.MEDIA_ROOT = request.getfixturevalue("tmp_path") / "files"
    for alias in ("pages", "cards", "parts", "downloads"):
        caches[alias].clear()


@pytest.fixture(autouse=True)
def _own_index(request):
    """A test that commits leaves no words behind: the index is no model, so emptying the tables passes it by."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    engine().clear()
    yield
    engine().clear()


@pytest.fixture(autouse=True, scope="session")
def _patient_readers():
    """A reader that waits for its turn on a busy machine has not met a bad file; what it computes stays bounded."""
    patch = pytest.MonkeyPatch()
    patch.setattr(run, "WALL_SECONDS", 900.0)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """A test that reaches out of this machine fails at once."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise OSError(f"Tests stay on this machine; something connected to {address[0]}.")
        return connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _unwatched_pages():
    """Tests roll back what they write, so that the database cannot say for pages whether anything is new."""
    patch = pytest.MonkeyPatch()
    patch.setattr(pagecache, "WATCH", SimpleNamespace(mark=lambda: None, recent=lambda: None))
    yield
    patch.undo()


@pytest.fixture
def alice(db):
    """The creator."""
    return factories.member("Alice")


@pytest.fixture
def bob(db):
    """A member like any other."""
    return factories.member("Bob")


@pytest.fixture
def mona(db):
    """The moderator."""
    return factories.moderator()


@pytest.fixture
def client_of(db):
    """``client_of(alice)`` is a browser in which she is signed in; ``client_of(None)`` is Charlie's."""

    def signed_in(user):
        client = Client()
        if user is not None:
            client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return signed_in
