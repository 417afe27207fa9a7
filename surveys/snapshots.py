"""What is published of a wave: snapshots, in which no group under five can be found, not by subtraction either.

Live figures would leak by difference. A snapshot is taken when each count shown before gained nobody or at least
five, otherwise at close. The only writer of Snapshot.
"""

from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import Count

from people.enums import DOERS, HELPERS
from surveys import cells, choices, results
from surveys.enums import Stage
from surveys.models import HistogramCell, Response, Snapshot, Wave

NOT_SAID = "not-said"
GROUPS = ("doers", "helpers", "others")


def publish_due(now):
    """Take the snapshots that may be taken; answers how many."""
    last = {wave: stage for wave, stage in Wave.objects.values_list("pk", "stage") if stage != Stage.DRAFT}
    done = set(Snapshot.objects.filter(final=True).values_list("wave", flat=True))
    waves = Wave.objects.filter(pk__in=last.keys() - done, last_answer_at__isnull=False).select_related(
        "survey"
    )
    return sum(take(wave, now) is not None for wave in waves.order_by("pk"))


@transaction.atomic
def take(wave, now):
    """Publish a wave as it stands, or answer None where that would tell too much before it closes.

    A closed wave gets its final snapshot, once. What an earlier one hid stays hidden unless five people joined it.
    """
    wave = Wave.objects.select_related("survey").select_for_update(of=("self",), no_key=True).get(pk=wave.pk)
    earlier = Snapshot.objects.filter(wave=wave).order_by("number").last()
    final = wave.stage == Stage.CLOSED
    if earlier and (earlier.final or (not final and wave.last_answer_at <= earlier.taken_at)):
        return None
    results.rebuild_histogram(wave)
    tables = count(wave)
    before = earlier.payload["tables"] if earlier else {}
    if not final and not _may_follow(before, tables, earlier):
        return None
    payload = _payload(wave, tables, before, earlier)
    number = earlier.number + 1 if earlier else 1
    return Snapshot.objects.create(wave=wave, number=number, final=final, payload=payload, taken_at=now)


def published(wave):
    """The latest snapshot, or None. One query."""
    return Snapshot.objects.filter(wave=wave).order_by("number").last()


def count(wave):
    """{table: {group or size: {role or size: n}}}: who answered, and who answered each need ("item/...")."""
    tables = defaultdict(lambda: defaultdict(Counter))
    who = Response.objects.filter(wave=wave).started().order_by().values_list("role", "size_band")
    for role, size, n in who.annotate(n=Count("pk")):
        _add(tables, "", role, size, n)
    keys = dict(results.needs(wave).values_list("pk", "key"))
    for item, role, size, n in HistogramCell.objects.filter(wave=wave).values_list(
        "item", "role", "size_band", "n"
    ):
        _add(tables, keys[item], role, size, n)
    for key in ("", *keys.values()):  # needs that nobody answered have tables too
        tables.setdefault(f"role/{key}", {})
        tables.setdefault(f"size/{key}", {})
    return {
        name: {group: dict(counts) for group, counts in groups.items()} for name, groups in tables.items()
    }


def _add(tables, key, role, size, n):
    group = "doers" if role in DOERS else "helpers" if role in HELPERS else "others"
    tables[f"role/{key}"][group][role or NOT_SAID] += n
    tables[f"size/{key}"]["sizes"][size or NOT_SAID] += n


def _totals(groups):
    return {group: sum(counts.values()) for group, counts in groups.items()}


def _flat(groups):
    """Groups and their members in one row of counts."""
    return _totals(groups) | {key: n for counts in groups.values() for key, n in counts.items()}


def _may_follow(before, tables, earlier):
    """Whether every count that was shown gained nobody or at least five, and anything gained at all."""
    if not earlier:
        return sum(_totals(tables["role/"]).values()) >= cells.LEAST_SHOWN
    moved = False
    for name, groups in tables.items():
        now = _flat(groups) | {"all": sum(_totals(groups).values())}
        if not cells.may_follow(before.get(name, {}), now):
            return False
        moved = moved or before.get(name, {}).get("all") != now["all"]
    return moved


def _payload(wave, tables, before, earlier):
    """Counts with None where hidden, and the figures of every segment that is shown."""
    base = {kind: _away(tables[f"{kind}/"], before.get(f"{kind}/"), frozenset()) for kind in ("role", "size")}
    shown, away = {}, {}
    for name, groups in tables.items():
        away[name] = _away(groups, before.get(name), base[name.partition("/")[0]])
        total = sum(_totals(groups).values())
        shown[name] = {key: None if key in away[name] else n for key, n in _flat(groups).items()}
        shown[name]["all"] = total if total == 0 or total >= cells.LEAST_SHOWN else None
    return {
        "tables": shown,
        "figures": {segment: _figures(wave, segment, shown) for segment in _segments(shown)},
        "dispositions": vars(results.dispositions(wave)),
        # Once, with the last snapshot: nothing published before can be subtracted from it.
        "choices": choices.published(wave) if wave.stage == Stage.CLOSED else {},
    }


def _away(groups, before, also):
    """What is hidden in one table; everything where even its total would tell too much."""
    kept = {key for key, n in (before or {}).items() if n is None and key != "all"}
    away = cells.hidden_in_groups(groups, also | kept)
    hidden_groups = [n for group, n in _totals(groups).items() if group in away]
    if sum(_totals(groups).values()) < cells.LEAST_SHOWN or (
        hidden_groups and not cells.is_vague(hidden_groups)
    ):
        return frozenset(_flat(groups))
    return away


def _segments(shown):
    """Segments of which anything is shown, by the names that surveys.results knows them by."""
    roles = {
        key for key, n in shown["role/"].items() if n and key not in ("all", NOT_SAID, "others", "student")
    }
    sizes = {key for key, n in shown["size/"].items() if n and key not in ("all", NOT_SAID, "sizes")}
    names = [f"group={key}" if key in GROUPS else f"role={key}" for key in sorted(roles)]
    return [*([""] if shown["role/"]["all"] else []), *names, *(f"size={key}" for key in sorted(sizes))]


def _figures(wave, segment, shown):
    """Figures of the needs of a segment; of a need that is hidden there only its name."""
    name, _equals, key = segment.partition("=")
    table, key = ("size", key) if name == "size" else ("role", key or "all")
    found = results.compute(wave, segment=segment)
    return [
        results.as_entry(figures)
        if (shown[f"{table}/{figures.item}"].get(key) or 0) >= cells.LEAST_SHOWN
        else {"item": figures.item, "n": None}
        for figures in found.items
    ]
