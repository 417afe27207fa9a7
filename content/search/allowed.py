"""The conditions that a found document is among the artefacts asked for, as SQL for the ranking statement."""

import re

from django.core.exceptions import EmptyResultSet

ALL, NONE = "1 = 1", "1 = 0"
_PLACE = re.compile(r"%%|%s")


def allowed(queryset, among, column):
    """(SQL that is true where ``column`` is the id of a row of ``queryset``, the same of ``among``, named parameters).

    The first is correlated on purpose, and OFFSET keeps PostgreSQL from turning it round: a join with the whole
    library costs more than looking up the hits.
    """
    try:
        sql, params = _named(queryset.order_by().values("id"), "allowed")
        found = f"EXISTS (SELECT 1 FROM ({sql}) AS allowed WHERE allowed.id = {column} LIMIT 1 OFFSET 0)"  # nosec B608
        if among is None:
            return found, ALL, params
        ids, more = _named(among, "among")
        return found, f"{column} IN ({ids})", params | more
    except EmptyResultSet:
        return NONE, NONE, {}


def placed(queryset, among, columns, *, is_whole):
    """Where the conditions go: ([one for each of the columns of hits], one for "hits.id" at the end, parameters).

    Each hit is looked up before it is ranked, or a common word's hits would leave no place for those of a filter.
    Where ``queryset`` is the whole library nearly all of them are shown: the others are left out at the end, of no
    more than the list holds.
    """
    last, _, params = allowed(queryset, among, "hits.id")
    both = [allowed(queryset, among, column)[:2] for column in columns]
    if is_whole:
        return [within for _, within in both], last, params
    return [f"{within} AND {found}" for found, within in both], ALL, params


def _named(queryset, prefix):
    """(SQL, parameters) with names in place of positions."""
    sql, params = queryset.query.sql_with_params()
    names = iter(range(len(params)))
    sql = _PLACE.sub(lambda place: place[0] if place[0] == "%%" else f"%({prefix}_{next(names)})s", sql)
    return sql, {f"{prefix}_{at}": value for at, value in enumerate(params)}
