"""The condition that a found document is among the artefacts asked for, as SQL for the ranking statement."""

import re

from django.core.exceptions import EmptyResultSet

_PLACE = re.compile(r"%%|%s")


def allowed(queryset, among, column, within=None):
    """(SQL that is true where ``column`` is the id of a row of ``queryset``, the same of ``among``, named parameters).

    ``within`` is the id's name in the second condition, if it is another. The first is correlated on purpose, and
    OFFSET keeps PostgreSQL from turning it round: a join with the whole library costs more than looking up the hits.
    """
    try:
        sql, params = _named(queryset.order_by().values("id"), "allowed")
        found = f"SELECT 1 FROM ({sql}) AS allowed WHERE allowed.id = {column} LIMIT 1 OFFSET 0"  # nosec B608
        if among is None:
            return f"EXISTS ({found})", "1 = 1", params
        ids, more = _named(among, "among")
        return f"EXISTS ({found})", f"{within or column} IN ({ids})", params | more  # nosec B608
    except EmptyResultSet:
        return "1 = 0", "1 = 0", {}


def _named(queryset, prefix):
    """(SQL, parameters) with names in place of positions."""
    sql, params = queryset.query.sql_with_params()
    names = iter(range(len(params)))
    sql = _PLACE.sub(lambda place: place[0] if place[0] == "%%" else f"%({prefix}_{next(names)})s", sql)
    return sql, {f"{prefix}_{at}": value for at, value in enumerate(params)}
