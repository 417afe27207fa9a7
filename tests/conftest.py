"""Three people and a visitor: Alice created it, Bob is a member, Mona moderates, Charlie is not signed in."""

import socket

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import Client

from tests import factories

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _own_store(request):
    """Each test that writes rows gets a file store of its own, and no page another test left in memory."""
    marked = request.node.get_closest_marker("django_db")
    if marked is None and not {"db", "transactional_db"} & set(request.fixturenames):
        return
    settings = request.getfixturevalue("settings")
    settings.MEDIA_ROOT = request.getfixturevalue("tmp_path") / "files"
    for alias in ("pages", "cards"):
        caches[alias].clear()


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
