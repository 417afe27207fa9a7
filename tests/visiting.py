"""Visitors who come in by the front door, as on a running site: Django's own test client goes past it."""

from contextlib import contextmanager
from types import SimpleNamespace

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from back2itsm.door import Door


class Visitor:
    """Asks a WSGI application, the whole site if none is given."""

    def __init__(self, site=None):
        self.door = Door(site or WSGIHandler())

    def get(self, address="/artefacts/", *, method="GET", headers=None, cookies=None):
        """The answer, read to its end as a browser does: status_code, headers, content."""
        request = RequestFactory().generic(method, address, headers=headers)
        request.META["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        told = []
        with _same_connection():
            body = self.door(request.META, lambda status, pairs: told.extend((status, pairs)))
            content = b"".join(body)
            if hasattr(body, "close"):
                body.close()
        return SimpleNamespace(status_code=int(told[0][:3]), headers=dict(told[1]), content=content)


@contextmanager
def _same_connection():
    """A request that ends must not close what the test's transaction is in; Django's client sees to it the same way."""
    signals = (request_started, request_finished)
    connected = [signal for signal in signals if signal.disconnect(close_old_connections)]
    try:
        yield
    finally:
        for signal in connected:
            signal.connect(close_old_connections)
