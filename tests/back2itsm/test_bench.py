"""The arithmetic of the bench and of its table; nothing here measures time."""

import pytest

from back2itsm.bench import report, rounds
from back2itsm.bench.targets import DEEP, KEPT, TARGETS, Target, growth


def test_each_round_begins_with_another_target():
    assert rounds.rotated("abc", 4) == ["b", "c", "a"]


def test_a_round_whose_floor_drifts_by_more_than_a_quarter_is_thrown_away():
    taken = [{"rows": 4.0}, {"rows": 4.9}, {"rows": 5.1}, {"rows": 4.0}, {"rows": 2.9}]

    assert rounds.kept(taken, "rows") == [{"rows": 4.0}, {"rows": 4.9}, {"rows": 4.0}]


def test_ratios_are_taken_within_the_round():
    taken = [{"list": 2.0, "rows": 1.0}, {"list": 9.0, "rows": 3.0}, {"list": 4.0, "rows": 4.0}]

    assert rounds.ratios(taken, "list", "rows") == rounds.Figure(2.0, 1.0, 3.0)


@pytest.mark.parametrize(("value", "words"), [(0.406, "0.41"), (12.34, "12.3"), (4119.6, "4,120")])
def test_numbers_have_about_three_digits(value, words):
    assert rounds.number(value) == words


def test_overlap_is_the_share_of_the_exact_ones_found():
    assert rounds.overlap([1, 2, 9], [1, 2, 3, 4], n=4) == 0.5


def test_nothing_to_find_is_found_whole():
    assert rounds.overlap([], []) == 1.0


def test_a_least_target_is_met_from_below():
    target = Target("P2", "kept list", 0.7, None, is_least=True)

    assert [target.is_met(rounds.figure([value])) for value in (0.69, 0.7)] == [False, True]


@pytest.mark.parametrize(
    ("values", "words"),
    [([1.0, 1.8], "met"), ([1.0, 1.9], "not met (1 of 2)"), ([1.9], "not met"), ([None], "not measured")],
)
def test_the_verdict_counts_libraries(values, words):
    target = Target("P1", "list page", 1.8, None)

    found = report.verdict(target, [None if value is None else rounds.figure([value]) for value in values])

    assert found == words


def a_result(size=10_000, milliseconds=1.0):
    names = ["rows", "hello", "list", "home", "artefact", "list, page 1"]
    names += [*DEEP, "one filter", "two filters", "tag", "practice"]
    names += [f"search, {words} words" for words in ("common", "middling", "rare")]
    one = dict.fromkeys(names, milliseconds)
    told = {"rate": 100.0, "cpu": 1.0, "database_cpu": 0.0, "p50": 1.0, "p99": 2.0, "bytes": 9, "failed": 0}
    served = ("hello", "rows", "download", "nginx", *KEPT)
    return {
        "engine": "sqlite",
        "size": size,
        "made": {"seconds": 9.0},
        "inside": {
            "artefacts": size,
            "rounds": [one] * 5,
            "database_rounds": [one] * 5,
            "bytes": dict.fromkeys(names, 900),
            "database": dict.fromkeys(names, [milliseconds] * 5),
            "queries": {name: [5, 9] for name in names},
            "overlap": {"common": 0.9, "middling": 1.0, "rare": 1.0},
        },
        "outside": {
            "start": 0.9,
            "memory": 80.0,
            "left_out": [],
            "rounds": [dict.fromkeys(served, 100.0)] * 5,
            "details": dict.fromkeys(served, told),
        },
        "uploads": {"answered": [40.0] * 5, "found": [1.5] * 5},
        "desk": {"ms": 90.0, "queries": 15, "entries": 5000},
        "ratings": {
            "submit_p95": 3.0,
            "batch": 30.0,
            "batch_again": 9.0,
            "rings": 20.0,
            "page_queries": 6,
            "page_cpu": 12.0,
            "read_queries": 1,
        },
        "surveys": {
            "growth": 1.1,
            "queries": 6,
            "stored": 40.0,
            "cold": 60.0,
            "answer_p95": 9.0,
            "pairs_queries": 4,
            "pairs_stored": 40.0,
            "pairs_open": 3.0,
            "pairs_closed": 5.0,
        },
    }


def test_growth_is_taken_in_units_of_each_run_s_floor():
    """A machine twice as slow in the second run changes nothing."""
    small, large = a_result(), a_result(100_000, milliseconds=2.0)

    assert growth(small, large, "list").middle == 1.0


def test_every_target_can_be_read_from_a_whole_result():
    result = a_result(100_000)

    assert [target.key for target in TARGETS if target.read(result) is None] == []


def test_the_report_prints_targets_beside_figures():
    text = report.document(
        [a_result(), a_result(100_000)], machine="a machine", command="bench", turns=5, day="2026-01-01"
    )

    wanted = "| P8 | Download of 1 MB: requests a second over nginx sendfile's | at least 0.5 | 1.00 | 1.00 | met |"
    assert wanted in text


def test_ratings_alone_have_a_table_of_their_own():
    text = report.of_ratings([a_result(10_000)])

    assert "| The search for rings and bursts among them: s | at most 120 | 20.0 | met |" in text
    assert "| submit_p95 | 3.00 |" in text


def test_the_report_says_what_was_left_out():
    result = a_result()
    result["outside"] |= {"rounds": [], "details": {}, "memory": None, "left_out": ["P2 and P8: no wrk."]}

    text = report.document([result], machine="a machine", command="bench", turns=5, day="2026-01-01")

    assert "- SQLite, 10,000: left out: P2 and P8: no wrk." in text
