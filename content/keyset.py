"""The rows that follow one row of a list, found by index however deep in the list it stands."""

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value


class RowBelow(Func):
    """``(field, pk) < (key, last)``, compared as rows (SQL-92, 8.2): the first column decides, then the second.

    Takes the four in that order.
    """

    output_field = BooleanField()
    conditional = True
    template = "(({0}, {1}) < ({2}, {3}))"

    def as_sql(self, compiler, connection, **_):
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        params = [param for _, some in parts for param in some]
        return self.template.format(*(sql for sql, _ in parts)), params


def starts(model, field, pk, after):
    """The conditions, one list query for each in turn, under which the rows stand that follow ``after``.

    ``after`` is (value of ``field``, value of ``pk``) of the row before, or None for the beginning; the list is in
    descending order of both. Never said with OR, which would read all rows with an equal value: half of a library
    has no download.
    """
    if after is None:
        return [Q()]
    key, last = after
    if connection.vendor == "postgresql":
        key = Value(key, output_field=model._meta.get_field(field))
        return [Q(RowBelow(F(field), F(pk), key, Value(last)))]
    # SQLite uses no index for a row comparison with a table's own key in it: first the equal ones, then the others.
    return [Q(**{field: key, f"{pk}__lt": last}), Q(**{f"{field}__lt": key})]
