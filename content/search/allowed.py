"""The conditions that a found document is among the artefacts asked for, as SQL for the ranking statement."""

import re

from django.core.exceptions import EmptyResultSet

ALL, NONE = "1 = 1", "1 = 0"
_PLACE = re.compile(r"%%|%s")


def allowed(queryset, among, columns, *, is_whole):
    """([the condition for each of the ``columns`` of hits], the one for "hits.id" at the end, named parameters).

    Each hit is looked up in ``queryset`` before it is ranked, or a common word's hits would leave no place for those
    of a filter. Where that is the whole library nearly all of them are shown: the others are left out at the end, of
    no more than the list holds.
    """
    try:
        shown, params = _named(queryset.order_by().values("id"), "allowed")
        ids, more = ("", {}) if among is None else _named(among, "among")
    except EmptyResultSet:
        return [NONE for _ in columns], NONE, {}

    def is_shown(column):
        # Correlated on purpose, and OFFSET keeps PostgreSQL from turning it round: a join with the whole library
        # costs more than looking up the hits.
        return f"EXISTS (SELECT 1 FROM ({shown}) AS allowed WHERE allowed.id = {column} LIMIT 1 OFFSET 0)"  # nosec B608

    within = [f"{column} IN ({ids})" if ids else ALL for column in columns]
    if is_whole:
        return within, is_shown("hits.id"), params | more
    both = [f"{one} AND {is_shown(column)}" for one, column in zip(within, columns, strict=True)]
    return both, ALL, params | more


def _named(queryset, prefix):
    """(SQL, parameters) with names in place of positions."""
    sql, params = queryset.query.sql_with_params()
    names = iter(range(len(params)))
    sql = _PLACE.sub(lambda place: place[0] if place[0] == "%%" else f"%({prefix}_{next(names)})s", sql)
    return sql, {f"{prefix}_{at}": value for at, value in enumerate(params)}
