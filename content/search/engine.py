"""The engine of the database in use; both modules answer the same calls."""

from django.db import connection

from content.search import postgresql, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def engine():
    return ENGINES[connection.vendor]
