"""The condition that a found document is among the artefacts asked for, as SQL for the ranking statement."""

import re

from django.core.exceptions import EmptyResultSet

_PLACE = re.compile(r"%%|%s")


def allowed(queryset, column):
    """(SQL, named parameters) that is true where ``column`` is the id of a row of ``queryset``.

    Correlated on purpose, and OFFSET keeps PostgreSQL from turning it round: a join with the whole library costs
    more than looking up the hits.
    """
    try:
        sql, params = queryset.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:
        return "1 = 0", {}
    names = iter(range(len(params)))
    sql = _PLACE.sub(lambda place: place[0] if place[0] == "%%" else f"%(allowed_{next(names)})s", sql)
    named = {f"allowed_{at}": value for at, value in enumerate(params)}
    found = f"SELECT 1 FROM ({sql}) AS allowed WHERE allowed.id = {column} LIMIT 1 OFFSET 0"  # nosec B608
    return f"EXISTS ({found})", named
