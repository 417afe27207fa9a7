"""Statements to the database that are put together once, and sent again and again with other values.

Django takes several times as long to put a statement together as the database takes to answer it with a few rows.
Where a request sends many such statements, those whose form never changes are worth keeping.
"""

from datetime import datetime
from functools import cache, wraps
from inspect import signature
from threading import local

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Value
from django.db.models.constants import OnConflict
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.transaction import TransactionManagementError, mark_for_rollback_on_error


class _Slot(Value):
    """Stands in a statement for a value that comes with each sending."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class _Kept(local):
    """What a thread has put together for its connection: never used by two at once, gone with the thread."""

    def __init__(self, put_together):
        self.put_together, self.connection, self.statement = put_together, None, None

    def statement_for(self, connection):
        if self.connection is not connection:
            self.statement = self.put_together(connection)
            self.connection = connection
        return self.statement


def prepared(build):
    """Make of a function that answers a queryset one that answers its rows, as a list.

    They are tuples where ``build`` answers a ``values_list``, and instances where it answers a plain queryset, with
    what it selects beside them; nothing is prefetched. ``build`` gets something that stands for each of its
    parameters, to be compared with numbers, texts, booleans or times and nothing else: no list and no None. What it
    makes of them must not depend on anything else. The values come by name; ``part``, a slice from one number to
    another, says which of the rows are wanted. Rows are held as ``select_for_update`` says, in a transaction only.
    """
    names = list(signature(build).parameters)
    kept = _Kept(lambda connection: _Question(build(*map(_Slot, names)), connection))

    @wraps(build)
    def ask(*, part=None, **values):
        connection = connections[DEFAULT_DB_ALIAS]
        return kept.statement_for(connection).ask(connection, values, part)

    return ask


def prepared_update(build):
    """Make of a function that answers (a queryset, {name of a field: what its rows get}) one that writes it.

    That one answers how many rows it wrote. The rest is as with ``prepared``.
    """
    names = list(signature(build).parameters)
    kept = _Kept(lambda connection: _update(*build(*map(_Slot, names)), connection))

    @wraps(build)
    def write(**values):
        connection = connections[DEFAULT_DB_ALIAS]
        sql, parameters = kept.statement_for(connection)
        with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
            cursor.execute(sql, [_sent(parameter, values, connection) for parameter in parameters])
            return cursor.rowcount

    return write


def insert(row):
    """Store a new instance and set its number: ``save`` without a look at what it points to, which is stored."""
    _insert(row)


def insert_once(row):
    """``insert`` where a unique constraint may say that it is there: then nothing is done. Answers whether it was new.

    Sets no number. On SQLite nothing is done either where another constraint refuses it.
    """
    return bool(_insert(row, OnConflict.IGNORE))


def insert_or_update(row, names):
    """``insert`` where a row with the same primary key may be there: then these of its fields are written."""
    _insert(row, OnConflict.UPDATE, tuple(names))


class _Question:
    """A SELECT, and what makes of the database's rows what is asked for."""

    def __init__(self, rows, connection):
        compiler = rows.query.get_compiler(connection=connection)
        self.sql, self.parameters = compiler.as_sql()
        self.is_holding = rows.query.select_for_update and connection.features.has_select_for_update
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        self.converters, self.convert = compiler.get_converters(columns), compiler.apply_converters
        self.read = _reading(compiler) if rows.query.default_cols else tuple

    def ask(self, connection, values, part):
        if self.is_holding and connection.get_autocommit():
            raise TransactionManagementError("Rows are held until a transaction ends, and there is none.")
        sql = f"{self.sql} {connection.ops.limit_offset_sql(part.start, part.stop)}" if part else self.sql
        with connection.cursor() as cursor:
            cursor.execute(sql, [_sent(parameter, values, connection) for parameter in self.parameters])
            rows = cursor.fetchall()
        return list(map(self.read, self.convert(rows, self.converters) if self.converters else rows))


def _reading(compiler):
    """What makes an instance of a row, as Django's own ModelIterable does."""
    select, about = compiler.select, compiler.klass_info
    start, stop = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in select[start:stop]]
    beside = get_related_populators(about, select, DEFAULT_DB_ALIAS)
    annotated = compiler.annotation_col_map or {}

    def read(row):
        one = about["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:stop])
        for related in beside:
            related.populate(row, one)
        for name, at in annotated.items():
            setattr(one, name, row[at])
        return one

    return read


def _update(rows, changes, connection):
    query = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    return query.get_compiler(connection=connection).as_sql()


def _insert(row, on_conflict=None, names=()):
    connection = connections[DEFAULT_DB_ALIAS]
    kept = _kept_insert(type(row), row.pk is None, on_conflict, names)
    fields, sql, is_answered = kept.statement_for(connection)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(sql, values)
        if is_answered:
            [row.pk] = cursor.fetchone()
        count = cursor.rowcount
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return count


@cache
def _kept_insert(model, is_numbered, on_conflict, names):
    """``is_numbered``: the database gives the primary key."""
    return _Kept(lambda connection: _insert_put_together(model, is_numbered, on_conflict, names, connection))


def _insert_put_together(model, is_numbered, on_conflict, names, connection):
    """(the fields whose values are sent, the statement, whether it answers the number)"""
    fields = [
        field for field in model._meta.concrete_fields if not (is_numbered and isinstance(field, AutoField))
    ]
    options = {}
    if on_conflict == OnConflict.UPDATE:
        options = {
            "update_fields": [model._meta.get_field(name) for name in names],
            "unique_fields": [model._meta.pk],
        }
    query = InsertQuery(model, on_conflict=on_conflict, **options)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(connection=connection)
    is_answered = is_numbered and on_conflict is None
    if is_answered:
        compiler.returning_fields = [model._meta.pk]
    [(sql, _values)] = compiler.as_sql()
    return fields, sql, is_answered


def _sent(parameter, values, connection):
    """What the database is sent for one parameter of a statement."""
    if not isinstance(parameter, _Slot):
        return parameter
    value = values[parameter.value]
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
