"""Rows by the hundred thousand: executemany on SQLite, COPY and UPDATE FROM on PostgreSQL.

Cursors, because ``bulk_create`` builds a model instance and a piece of SQL for every row, and ``bulk_update`` a
condition for every value, which takes longer than the database needs to store it. Nothing is checked but what the
database itself checks. ``insert`` is for loads that have the tables to themselves, with ids of the caller's
(``next_id``), its two halves for rows that another process prepares (``load``, ``store``); ``update`` for rows that
the caller holds.
"""

import io
import json
from contextlib import contextmanager
from datetime import UTC
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import JSONField, Max

# SQLite's settings while a load lasts: pages in memory (in KiB), and bytes of the file that are mapped, which SQLite
# cuts to what it was built for.
MEMORY = {"cache_size": -250_000, "mmap_size": 2**40}
# What is taken from a table while it is filled: each answers (what takes a part away, what puts it back).
INDEXES = {
    "sqlite": """SELECT 'DROP INDEX "' || name || '"', sql FROM sqlite_master
        WHERE type = 'index' AND tbl_name = %s AND sql NOT LIKE 'CREATE UNIQUE%%'""",
    "postgresql": """SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
        FROM pg_index WHERE NOT indisunique AND indrelid = %s::regclass""",
}
REFERENCES = """SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"""
UPDATED = 1000  # rows in one statement of ``update``
FEW = 20  # rows that get the same, below which a statement of their own does not pay


@contextmanager
def at_once(tables, *, looked_up=()):
    """For a block that fills ``tables`` (names) which nobody reads meanwhile.

    Indexes that only find rows are taken away and built at its end, but for those of the tables ``looked_up``.
    References are checked at its end, table by table instead of row by row. On SQLite the connection may hold more
    pages in memory for as long. On PostgreSQL it is all one transaction, so that whatever ends the block early leaves
    what was there before.
    """
    with more_memory(), _unchecked(tables), connection.cursor() as cursor:
        parts = []
        for table in tables:
            if connection.vendor == "postgresql":
                parts += _asked(cursor, REFERENCES, table)
            if table not in looked_up:
                parts += _asked(cursor, INDEXES[connection.vendor], table)
        for taken_away, _ in parts:
            cursor.execute(taken_away)
        try:
            yield
        except BaseException:
            if connection.vendor == "sqlite":
                _put_back(cursor, parts)
            raise
        _put_back(cursor, parts)


@contextmanager
def _unchecked(tables):
    """No reference is checked; on PostgreSQL nothing waits to be checked either: such a table can't be altered."""
    if connection.vendor == "sqlite":
        # SQLite looks for who points to each new row, and would read whole tables without their indexes.
        with connection.constraint_checks_disabled():
            yield
        connection.check_constraints(table_names=tables)
        return
    with transaction.atomic():
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")  # for building indexes
        yield


def _asked(cursor, statement, table):
    cursor.execute(statement, [table])
    return cursor.fetchall()


def _put_back(cursor, parts):
    for _, put_back in parts:
        cursor.execute(put_back)


@contextmanager
def more_memory():
    """For a block that reads or writes whole tables: SQLite may hold more pages in memory, and maps the file."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in MEMORY}
        _set_pragmas(cursor, MEMORY)
        try:
            yield
        finally:
            _set_pragmas(cursor, before)


def _set_pragmas(cursor, values):
    for name, value in values.items():
        cursor.execute(f"PRAGMA {name} = {value}").fetchall()


def next_id(model):
    """The first id that no row of ``model`` has or ever had here."""
    return (model.objects.aggregate(top=Max("pk"))["top"] or 0) + 1


class Load(NamedTuple):
    """Rows of one table as the database takes them: COPY's text on PostgreSQL, tuples on SQLite."""

    table: str
    columns: list
    rows: bytes | list


def insert(model, names, rows):
    """Store ``rows``, tuples of Python values in the order of the fields ``names``; others get their default."""
    store(load(model, names, rows))


def load(model, names, rows):
    """The Load of what ``insert`` stores. Asks no database, so that any process can make it."""
    named = [model._meta.get_field(name) for name in names]
    others = [field for field in model._meta.concrete_fields if field not in named and _has_default(field)]
    defaults = tuple(field.get_default() for field in others)
    fields = named + others
    rows = _prepared(fields, [(*row, *defaults) for row in rows])
    return load_columns(model._meta.db_table, [field.column for field in fields], rows)


def load_columns(table, columns, rows):
    """The Load of ``rows`` of values that the database takes as they are: text, numbers, truth values and None."""
    if connection.vendor == "postgresql":
        return Load(table, columns, "".join(map(_line, rows)).encode())
    return Load(table, columns, list(rows))


def store(load):
    """Store a Load: one statement."""
    columns = ", ".join(map(connection.ops.quote_name, load.columns))
    into = f"{connection.ops.quote_name(load.table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(f"COPY {into} FROM STDIN", io.BytesIO(load.rows), len(load.rows))
            return
        places = ", ".join(["%s"] * len(load.columns))
        cursor.executemany(f"INSERT INTO {into} VALUES ({places})", load.rows)  # nosec B608


def update(model, names, rows):
    """Write the fields ``names`` of stored rows; ``rows`` are tuples of the primary key and their new values.

    In the order of the keys, so that a page of the table is written once.
    """
    fields = [model._meta.pk, *(model._meta.get_field(name) for name in names)]
    rows = _prepared(fields, sorted(rows, key=itemgetter(0)))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for start in range(0, len(rows), UPDATED):
                _update_from(cursor, model, fields, rows[start : start + UPDATED])
            return
        pk, *columns = (connection.ops.quote_name(field.column) for field in fields)
        table, values = connection.ops.quote_name(model._meta.db_table), " = %s, ".join(columns)
        statement = f"UPDATE {table} SET {values} = %s WHERE {pk} = %s"  # nosec B608
        cursor.executemany(statement, ((*values, key) for key, *values in rows))


def update_alike(model, names, alike):
    """``update`` where many rows get the same: {their new values: [primary keys]}, one statement for very many."""
    fields = [model._meta.get_field(name) for name in names]
    pk, *columns = (connection.ops.quote_name(field.column) for field in (model._meta.pk, *fields))
    table, written = connection.ops.quote_name(model._meta.db_table), " = %s, ".join(columns)
    others = []
    with connection.cursor() as cursor:
        for values, keys in alike.items():
            if len(keys) < FEW:
                others += [(key, *values) for key in keys]
                continue
            said, keys = _prepared(fields, [values])[0], sorted(keys)
            for start in range(0, len(keys), UPDATED):
                some = keys[start : start + UPDATED]
                places = ", ".join(["%s"] * len(some))
                statement = f"UPDATE {table} SET {written} = %s WHERE {pk} IN ({places})"  # nosec B608
                cursor.execute(statement, (*said, *some))
    update(model, names, others)


def after_ids(models):
    """Tell the database's own counters of ids what has been stored with ids of ours."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _has_default(field):
    return not (field.null or field.primary_key)


def _update_from(cursor, model, fields, rows):
    """One statement; every value is cast, as a column of NULLs alone would be taken for text."""
    pk, *columns = (connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(f"%s::{field.cast_db_type(connection)}" for field in fields)
    table, values = connection.ops.quote_name(model._meta.db_table), ", ".join([f"({places})"] * len(rows))
    written = ", ".join(f"{column} = new.{column}" for column in columns)
    names = ", ".join((pk, *columns))
    cursor.execute(
        f"UPDATE {table} SET {written} FROM (VALUES {values}) AS new ({names}) "  # nosec B608
        f"WHERE {table}.{pk} = new.{pk}",
        [value for row in rows for value in row],
    )


def _prepared(fields, rows):
    """Rows with each value as its column takes it; most columns take what Python has."""
    if not any(map(_converter, fields)):
        return rows
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
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)  # a number or a time: nothing in it means anything else to COPY
