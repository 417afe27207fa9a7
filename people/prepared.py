"""Questions to the database that are put together once, and asked again and again with other values.

Django takes several times as long to put a statement together as the database takes to answer it with a few rows.
Where a request asks many such questions, those whose form never changes are worth keeping.
"""

from datetime import datetime
from functools import wraps
from inspect import signature
from threading import local

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Value


class _Slot(Value):
    """Stands in a question for a value that comes with each asking."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class _Kept(local):
    """What a thread has put together for its connection: never used by two at once, gone with the thread."""

    connection = statement = None


def prepared(build):
    """Make of a function that answers a ``values_list`` one that answers its rows, as a list of tuples.

    ``build`` gets something that stands for each of its parameters, to be compared with numbers, texts, booleans or
    times and nothing else: no list and no None. What it makes of them must not depend on anything else. The values
    come by name; ``part``, a slice from one number to another, says which of the rows are wanted.
    """
    names, kept = list(signature(build).parameters), _Kept()

    @wraps(build)
    def ask(*, part=None, **values):
        connection = connections[DEFAULT_DB_ALIAS]
        if kept.connection is not connection:
            kept.statement = _put_together(build(*map(_Slot, names)), connection)
            kept.connection = connection
        compiler, sql, parameters = kept.statement
        if part:
            sql = f"{sql} {connection.ops.limit_offset_sql(part.start, part.stop)}"
        with connection.cursor() as cursor:
            cursor.execute(sql, [_sent(parameter, values, connection) for parameter in parameters])
            return list(compiler.results_iter([cursor.fetchall()], tuple_expected=True))

    return ask


def _put_together(rows, connection):
    compiler = rows.query.get_compiler(connection=connection)
    return compiler, *compiler.as_sql()


def _sent(parameter, values, connection):
    """What the database is sent for one parameter of a statement."""
    if not isinstance(parameter, _Slot):
        return parameter
    value = values[parameter.value]
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
