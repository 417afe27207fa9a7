"""What is published of a wave: snapshots, in which no group under five can be found, not by subtraction either.

Live figures would leak by difference. A snapshot is taken when each count shown before gained nobody or at least
five, otherwise at close. The only writer of Snapshot.
"""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from surveys import amounts, cells, choices, quality, readings, results, toggles
from surveys.enums import Stage
from surveys.models import Response, Snapshot, Wave
from surveys.readings import ALL, ELSEWHERE, NOT_SAID
from surveys.toggles import GROUPS, group_of

NO_MEMBERS = (ALL, NOT_SAID, "others", "sizes", "student")
OLDEST = timedelta(seconds=30)  # a wave that takes answers is counted at most so often


def publish_due(now):
    """Take the snapshots that may be taken; answers how many. A wave is counted at most every 30 seconds."""
    done = Snapshot.objects.filter(final=True).values("wave")
    waves = Wave.objects.exclude(stage=Stage.DRAFT).exclude(pk__in=done).filter(last_answer_at__isnull=False)
    moved = Q(counted_at__lt=F("last_answer_at"), counted_at__lte=now - OLDEST)
    due = waves.filter(moved | Q(counted_at=None) | Q(stage=Stage.CLOSED)).select_related("survey")
    return sum(_claim(wave, now) and take(wave, now) is not None for wave in due.order_by("pk"))


def take(wave, now):
    """Publish a wave as it stands, or answer None where that would tell too much before it closes.

    A closed wave gets its final snapshot, once. What an earlier one hid stays hidden. Nothing is held while it is
    counted: answers go on coming.
    """
    wave = Wave.objects.select_related("survey").get(pk=wave.pk)
    earlier = list(Snapshot.objects.filter(wave=wave).order_by("number"))
    last, final = (earlier[-1] if earlier else None), wave.stage == Stage.CLOSED
    if last and (last.final or (not final and wave.last_answer_at <= last.taken_at)):
        return None
    if final:
        quality.flag(wave)
    reading = readings.read(wave)
    tables = count(reading)
    before = last.payload["tables"] if last else {}
    if not final and not _may_follow(before, tables):
        return None
    return _keep(wave, last, final, _payload(reading, tables, earlier, final), now)


def published(wave):
    """The latest snapshot, or None. One query."""
    return Snapshot.objects.filter(wave=wave).order_by("number").last()


def count(reading):
    """{table: {group: {role, size, sector or region: n}}}: who answered, and who answered each need ("role/need")."""
    tables = {f"{kind}/{key}": {} for kind in ("role", "size") for key in ("", *reading.items)}
    tables = defaultdict(dict, tables | {"sector/": {}, "region/": {}})
    for about, n in reading.people.items():
        _add(tables, "", about, n)
        _count(tables["sector/"], "sectors", about.sector, n)
        _count(tables["region/"], "regions", about.region, n)
    for pair, n in reading.pairs.items():
        _add(tables, pair.item, pair.about, n)
    return {name: {group: dict(held) for group, held in groups.items()} for name, groups in tables.items()}


def _claim(wave, now):
    """Whether this process is the one that counts the wave now."""
    same = Wave.objects.filter(pk=wave.pk, counted_at=wave.counted_at)
    return bool(same.update(counted_at=now))


@transaction.atomic
def _keep(wave, last, final, payload, now):
    """Store a snapshot, unless another one or the closing of the wave came between."""
    held = Wave.objects.select_for_update(of=("self",), no_key=True).get(pk=wave.pk)
    newest = published(wave)
    if newest != last or (held.stage == Stage.CLOSED) != final:
        return None
    number = last.number + 1 if last else 1
    return Snapshot.objects.create(wave=wave, number=number, final=final, payload=payload, taken_at=now)


def _add(tables, key, about, n):
    _count(tables[f"role/{key}"], group_of(about.role), about.role, n)
    _count(tables[f"size/{key}"], "sizes", about.size_band, n)


def _count(groups, group, key, n):
    groups.setdefault(group, Counter())[key or NOT_SAID] += n


def _totals(groups):
    return {group: sum(counts.values()) for group, counts in groups.items()}


def _flat(groups):
    """Groups and their members in one row of counts."""
    return _totals(groups) | {key: n for counts in groups.values() for key, n in counts.items()}


def _may_follow(before, tables):
    """Whether every count that was shown gained nobody or at least five, and anything gained at all."""
    if not before:
        return sum(_totals(tables["role/"]).values()) >= cells.LEAST_SHOWN
    moved = False
    for name, groups in tables.items():
        was = before.get(name, {})
        now = _flat(groups) | {ALL: sum(_totals(groups).values())}
        if ELSEWHERE in was:
            now[ELSEWHERE] = now[ALL] - sum(now.get(key, 0) for key in was if key not in (ALL, ELSEWHERE))
        if not cells.may_follow(was, now):
            return False
        moved = moved or was.get(ALL) != now[ALL]
    return moved


def _payload(reading, tables, earlier, final):
    """Counts with None where hidden, and the figures of every segment that is shown."""
    wave, before = reading.wave, earlier[-1].payload["tables"] if earlier else {}
    told = shown(tables, before)
    held = {
        "tables": told,
        "figures": {segment: _figures(reading, segment, told) for segment in _segments(told)},
        "method": results.BY_ITEM if reading.by_respondent is None else results.BY_RESPONDENT,
        "dispositions": results.dispositions(wave).told,
        "median_minutes": results.median_minutes(wave),
        "imported": Response.objects.filter(wave=wave, imported=True).exists(),
    }
    if not final:
        return held | {"choices": {}, "amounts": {}, "toggles": {}}
    # Once, with the last snapshot: nothing published before can be subtracted from it.
    beside = [*(row.payload["tables"] for row in earlier), told]
    return held | {
        "choices": choices.published(wave),
        "amounts": amounts.published(wave),
        "toggles": {
            toggle: {
                segment: _entries(reading, items, segment=segment, only=toggle)
                for segment, items in segments.items()
            }
            for toggle, segments in toggles.offered(reading, beside).items()
        },
    }


def shown(tables, before):
    """The counts of every table as they are published: None where hidden, now or ever before."""
    kinds = {
        kind: _away(tables[f"{kind}/"], before.get(f"{kind}/"), frozenset()) for kind in ("role", "size")
    }
    told = {}
    for name, groups in tables.items():
        kind, total = name.partition("/")[0], sum(_totals(groups).values())
        if kind == "region":
            told[name] = _regions(groups, before.get(name))
        else:
            away = _away(groups, before.get(name), kinds.get(kind, frozenset()))
            told[name] = {key: None if key in away else n for key, n in _flat(groups).items()}
        told[name][ALL] = total if total == 0 or total >= cells.LEAST_SHOWN else None
    return told


def _regions(groups, before):
    """Names are free words, so those of few people are not even named: together they are elsewhere."""
    counts = groups.get("regions", {})
    kept = () if before is None else counts.keys() - {key for key, n in before.items() if n}
    away = cells.hidden(counts, kept)
    hidden = [counts[key] for key in away]
    if hidden and not cells.is_vague(hidden):
        return {}
    return {key: n for key, n in counts.items() if key not in away} | (
        {ELSEWHERE: sum(hidden)} if away else {}
    )


def _away(groups, before, also):
    """What is hidden in one table; everything where even its total would tell too much."""
    kept = {key for key, n in (before or {}).items() if n is None and key != ALL}
    away = cells.hidden_in_groups(groups, also | kept)
    hidden_groups = [n for group, n in _totals(groups).items() if group in away]
    if sum(_totals(groups).values()) < cells.LEAST_SHOWN or (
        hidden_groups and not cells.is_vague(hidden_groups)
    ):
        return frozenset(_flat(groups))
    return away


def _segments(told):
    """Segments of which anything is shown, by the names that surveys.results knows them by."""
    roles = sorted(key for key, n in told["role/"].items() if n and key not in NO_MEMBERS)
    sizes = sorted(key for key, n in told["size/"].items() if n and key not in NO_MEMBERS)
    names = [f"group={key}" if key in GROUPS else f"role={key}" for key in roles]
    return [*([""] if told["role/"][ALL] else []), *names, *(f"size={key}" for key in sizes)]


def _figures(reading, segment, told):
    """Figures of the needs of a segment; of a need that is hidden there only its name."""
    name, _equals, key = segment.partition("=")
    table, key = ("size", key) if name == "size" else ("role", key or ALL)
    items = [item for item in reading.items if (told[f"{table}/{item}"].get(key) or 0) >= cells.LEAST_SHOWN]
    return _entries(reading, items, segment=segment)


def _entries(reading, items, **which):
    """Figures of these needs, and the names of the others."""
    found = {figures.item: figures for figures in results.compute(reading, items=items, **which).items}
    return [
        results.as_entry(found[item]) if item in found else {"item": item, "n": None}
        for item in reading.items
    ]
