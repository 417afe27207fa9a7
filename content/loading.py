"""Rows by the hundred thousand: executemany on SQLite, COPY on PostgreSQL.

Cursors, because ``bulk_create`` builds a model instance and a piece of SQL for every row, which takes longer
than the database needs to store it. Nothing is checked but what the database itself checks; ids are the
caller's (``next_id``). For loads that have the tables to themselves.
"""

import io
import json
from contextlib import contextmanager
from datetime import UTC
from functools import lru_cache

from django.core.management.color import no_style
from django.db import connection
from django.db.models import JSONField, Max

LOADING_KIB = 250_000  # of SQLite's pages in memory while a load lasts
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@contextmanager
def at_once(*models):
    """For a block that fills tables which nobody reads meanwhile: the indexes of ``models`` are built at its end.

    On SQLite the connection may hold more pages in memory for as long.
    """
    editor = connection.schema_editor()  # only asked for its statements
    indexes = [(model, index) for model in models for index in model._meta.indexes]
    with connection.cursor() as cursor, _more_memory(cursor):
        for _, index in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(index.name)}")
        try:
            yield
        finally:
            if connection.in_atomic_block:
                connection.check_constraints()  # PostgreSQL builds none while references wait to be checked
            for model, index in indexes:
                cursor.execute(str(index.create_sql(model, editor)))


@contextmanager
def _more_memory(cursor):
    if connection.vendor != "sqlite":
        yield
        return
    cursor.execute("PRAGMA cache_size")
    (before,) = cursor.fetchone()
    cursor.execute(f"PRAGMA cache_size = {-LOADING_KIB}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA cache_size = {before}")


def next_id(model):
    """The first id that no row of ``model`` has or ever had here."""
    return (model.objects.aggregate(top=Max("pk"))["top"] or 0) + 1


def insert(model, names, rows):
    """Store ``rows``, tuples of Python values in the order of the fields ``names``; others get their default."""
    named = [model._meta.get_field(name) for name in names]
    others = [field for field in model._meta.concrete_fields if field not in named and _has_default(field)]
    defaults = tuple(field.get_default() for field in others)
    fields = named + others
    rows = _prepared(fields, [(*row, *defaults) for row in rows])
    insert_columns(model._meta.db_table, [field.column for field in fields], rows)


def insert_columns(table, columns, rows):
    """Store ``rows`` of values that the database takes as they are: text, numbers, truth values and None."""
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = io.StringIO("".join(map(_line, rows)))
            cursor.copy_expert(f"COPY {connection.ops.quote_name(table)} ({quoted}) FROM STDIN", text)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(table)} ({quoted}) VALUES ({places})",  # nosec B608
            rows,
        )


def after_ids(models):
    """Tell the database's own counters of ids what has been stored with ids of ours."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _has_default(field):
    return not (field.null or field.primary_key)


def _prepared(fields, rows):
    """Rows with each value as its column takes it; most columns take what Python has."""
    columns = list(zip(*rows, strict=True))
    for at, field in enumerate(fields[: len(columns)]):
        if convert := _converter(field):
            columns[at] = [value if value is None else convert(value) for value in columns[at]]
    return list(zip(*columns, strict=True))


def _converter(field):
    kind = field.get_internal_type()
    if isinstance(field, JSONField):
        return json.dumps
    if kind == "DateTimeField" and connection.vendor == "sqlite":
        return _sqlite_time
    if kind == "UUIDField":
        return (lambda value: value.hex) if connection.vendor == "sqlite" else str
    return None


@lru_cache(maxsize=10_000)
def _sqlite_time(value):
    """A time as Django stores it on SQLite; the same ones come again beside each other."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _line(row):
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value):
    """COPY's text format (PostgreSQL manual, COPY, "Text Format")."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).translate(_ESCAPES)
