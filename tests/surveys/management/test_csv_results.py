"""The commands that compute a file: the corpus, bad rows, byte order marks, quotes."""

import csv
import io
import json
import os
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

CORPUS = Path(os.environ.get("BACK2ITSM_CORPUS", "no-corpus")) / "surveys"
real = pytest.mark.skipif(not CORPUS.is_dir(), reason="BACK2ITSM_CORPUS is not set")
HEADER = "respondent_id,outcome_id,importance,satisfaction\n"


@pytest.fixture
def computed(tmp_path):
    """``computed(command, text)`` writes the file, runs the command and answers (JSON, what it warned of)."""

    def run(command, content, **options):
        path = tmp_path / "answers.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return _run(command, path, **options)

    return run


def _run(command, path, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(command, csv_in=path, json=True, stdout=out, stderr=err, no_color=True, **options)
    return json.loads(out.getvalue()), err.getvalue()


def _expected(name):
    with (CORPUS / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@real
def test_the_park_survey_equals_its_expected_results():
    found, _ = _run("survey_results", CORPUS / "perth_parks_odd.csv")

    names = {
        "mean_importance": "mean_importance",
        "mean_coverage": "mean_satisfaction",
        "mean_gap": "mean_gap",
        "sd_importance": "sd_importance",
        "sd_coverage": "sd_satisfaction",
        "sd_gap": "sd_gap",
        "imp": "top2_importance_x10",
        "cov": "top2_satisfaction_x10",
        "opp": "opportunity",
    }
    rows = _expected("perth_parks_odd_expected.csv")
    assert (found["n_respondents"], [item["item"] for item in found["items"]]) == (
        197,
        [row["outcome_id"] for row in rows],
    )
    for item, row in zip(found["items"], rows, strict=True):
        assert {ours: item[ours] for ours in names} == pytest.approx(
            {ours: float(row[theirs]) for ours, theirs in names.items()}, abs=1e-6
        )
    # Equal values share the smaller rank. Two exact ties (22 with 16 by opportunity: 211/197 each; 11 with 22 by
    # gap: 86/197 each) got separate ranks in the expected file, where rounding told them apart.
    assert {
        (item["item"], ours): (item[ours], int(row[theirs]))
        for item, row in zip(found["items"], rows, strict=True)
        for ours, theirs in (("rank_opp", "rank_opportunity"), ("rank_gap", "rank_mean_gap"))
        if item[ours] != int(row[theirs])
    } == {("22", "rank_opp"): (2, 3), ("11", "rank_gap"): (5, 6)}


@real
def test_the_journal_citations_equal_the_published_abilities():
    found, _ = _run("pairwise_results", CORPUS / "journal_citations_pairs.csv", reference="Biometrika")

    expected = {row["item"]: row for row in _expected("journal_citations_expected.csv")}
    assert {item["item"]: (item["log_ability"], item["se"]) for item in found["items"]} == {
        name: (pytest.approx(float(row["log_ability"]), abs=1e-5), pytest.approx(float(row["se"]), abs=1e-5))
        for name, row in expected.items()
    }


@real
def test_the_university_choice_keeps_ties_and_leaves_blanks_out():
    found, _ = _run("pairwise_results", CORPUS / "university_choice_votes.csv")

    expected = _expected("university_choice_expected.csv")

    def near(text):
        return pytest.approx(float(text), abs=1e-6)

    assert [
        (item["item"], item["wins"], item["losses"], item["ties"], item["log_ability"])
        for item in found["items"]
    ] == [
        (row["item"], int(row["wins"]), int(row["losses"]), int(row["ties"]), near(row["log_ability_mean0"]))
        for row in expected
    ]


@real
def test_the_employee_attitudes_equal_the_published_alpha():
    found, _ = _run("reliability", CORPUS / "employee_attitude.csv")

    expected = {
        row["statistic"]: float(row["computed"]) for row in _expected("employee_attitude_expected.csv")
    }
    names = ("raw_alpha", "std_alpha", "average_r")
    assert {name: found[name] for name in names} == {
        name: pytest.approx(expected[name], abs=1e-6) for name in names
    }
    assert Counter(map(type, found["item_rest"].values())) == {float: 7}


def test_the_worked_example_from_a_file(computed):
    importance, coverage = (5, 5, 4, 4, 5, 3, 5, 4, 5, 2), (1, 2, 2, 3, 1, 4, 2, 5, 2, 3)
    rows = [f"r{k},value,{i},{c}" for k, (i, c) in enumerate(zip(importance, coverage, strict=True))]

    found, warned = computed("survey_results", HEADER + "\n".join(rows))

    [item] = found["items"]
    assert list(found) == ["n_respondents", "items"]
    assert (
        list(item)
        == (
            "item n mean_importance mean_coverage mean_gap sd_importance sd_coverage sd_gap imp cov opp mwds rank_opp "
            "rank_gap opp_interval rank_interval quadrant"
        ).split()
    )
    assert {name: item[name] for name in ("n", "imp", "cov", "opp", "mwds")} == {
        "n": 10,
        "imp": 8.0,
        "cov": 2.0,
        "opp": 14.0,
        "mwds": pytest.approx(7.14),
    }
    assert warned == ""


def test_marks_line_ends_quotes_and_unanswered_cells_are_understood(computed):
    plain, _ = computed("survey_results", HEADER + "a,x,5,1\nb,x,4,2\n")

    fancy, _ = computed(
        "survey_results",
        b"\xef\xbb\xbfrespondent_id,outcome_id,importance,coverage\r\n"
        b'"a","x",5,"1"\r\n\r\nb, x ,4,2\r\nc,x,DK,3\r\nd,x,,3\r\ne,x,3,NA\r\n',
    )

    names = ("n", "mean_gap", "opp", "rank_opp")
    assert [fancy["items"][0][name] for name in names] == [plain["items"][0][name] for name in names]
    assert (plain["n_respondents"], fancy["n_respondents"]) == (2, 5)


BAD = 'a,x,5,1\nb,x,6,1\n"two\nlines",x,4,1\nc,x,4\nd,,4,1\na,x,1,1\ne,x,4.5,dk\nf,"x"y,1,1\ng,x,2,2\n'
SAID = [
    'Line 3: importance is "6"; allowed are 1 to 5, DK, NA or nothing.',
    "Line 4: respondent_id holds a character that is not text.",
    "Line 6: it has 3 fields; the header has 4.",
    "Line 7: outcome_id is missing.",
    "Line 8: respondent a answered item x on line 2 already.",
    'Line 9: importance is "4.5"; allowed are 1 to 5, DK, NA or nothing.',
    "Line 10: the quotes do not match or a field is too long (',' expected after '\"').",
]


def test_bad_rows_are_named_with_their_line_and_nothing_is_computed(computed):
    with pytest.raises(CommandError) as refused:
        computed("survey_results", HEADER + BAD)

    assert str(refused.value).splitlines() == ["7 rows cannot be used.", *SAID]


def test_bad_rows_can_be_left_out(computed):
    found, warned = computed("survey_results", HEADER + BAD, skip_bad=True)

    assert (found["n_respondents"], found["items"][0]["n"], found["items"][0]["mean_importance"]) == (
        2,
        2,
        3.5,
    )
    assert warned.splitlines() == ["7 rows left out.", *SAID]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "answers.csv: The file is empty."),
        ("a;b;c;d\n1;2;3;4\n", "answers.csv: The columns must be separated by commas."),
        (
            "respondent_id,outcome_id,importance\n",
            "answers.csv: The header must be respondent_id,outcome_id,importance,satisfaction (missing: satisfaction).",
        ),
        (
            HEADER.encode() + b"a,x\xff,1,1\n",
            "answers.csv: Line 2 is not UTF-8 text; save the file as UTF-8.",
        ),
        ("a,a,b,c\n", 'answers.csv: Line 1: the column "a" stands there twice.'),
    ],
)
def test_files_of_which_nothing_can_be_used_say_why(computed, content, why):
    with pytest.raises(CommandError) as refused:
        computed("survey_results", content)

    assert str(refused.value) == why


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(
        CommandError, match=r"none\.csv: The file cannot be read: No such file or directory\."
    ):
        _run("survey_results", tmp_path / "none.csv")


def test_results_as_csv_have_two_columns_for_an_interval_and_no_formulas(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(HEADER + "a,=1+1,5,1\nb,=1+1,5,1\n")
    out = io.StringIO()

    call_command("survey_results", csv_in=path, csv=True, stdout=out)

    [row] = csv.DictReader(io.StringIO(out.getvalue()))
    assert (row["item"], row["opp_interval_low"], row["opp_interval_high"]) == ("'=1+1", "20.0", "20.0")


def test_votes_with_ties_blanks_and_bad_rows(computed):
    votes = "voter_id,item_a,item_b,outcome\n1,A,B,a\n1,A,B,b\n2,A,B,tie\n3,A,B,\n4,A,A,a\n5,A,B,left\n"

    found, warned = computed("pairwise_results", votes, skip_bad=True, reference="B")

    assert [list(item) for item in found["items"]] == [
        "item wins losses ties live_score interval log_ability se".split()
    ] * 2
    assert {
        item["item"]: [item[name] for name in ("wins", "losses", "ties", "live_score")]
        for item in found["items"]
    } == {
        "A": [1, 1, 1, 50.0],
        "B": [1, 1, 1, 50.0],
    }
    assert warned.splitlines() == [
        "2 rows left out.",
        "Line 6: an item cannot meet itself (A).",
        'Line 7: the outcome is "left"; allowed are a, b, tie or nothing.',
    ]


def test_counts_that_are_no_counts_and_unknown_references_are_refused(computed):
    header = "item_a,item_b,wins_a,wins_b\n"
    with pytest.raises(CommandError, match=r'Line 2: wins_b is "-3"; it must be a whole number from 0 on\.'):
        computed("pairwise_results", header + "A,B,4,-3\n")
    with pytest.raises(CommandError, match="The reference Z is not among the items"):
        computed("pairwise_results", header + "A,B,4,3\n", reference="Z")


def test_what_won_everything_is_said_beside_the_figures(computed):
    found, warned = computed("pairwise_results", "item_a,item_b,wins_a,wins_b\nA,B,4,0\n")

    assert warned == "Won or lost everything, so half a win was added to both sides of their pairs: A, B\n"
    assert [item["item"] for item in found["items"]] == ["A", "B"]


def test_a_battery_leaves_rows_with_blanks_out_and_names_what_is_no_number(computed):
    found, warned = computed("reliability", "a,b\n1,1\n2,\n3,3\n5,4\n")

    assert found["raw_alpha"] == pytest.approx(2 * (1 - (4 + 7 / 3) / (4 + 7 / 3 + 2 * 3)))
    assert warned == "1 row has a blank and was left out.\n"
    with pytest.raises(CommandError, match=r'Line 3: b is "nan"; it must be a number\.'):
        computed("reliability", "a,b\n1,1\n2,nan\n")
    with pytest.raises(CommandError, match="at least two complete rows"):
        computed("reliability", "a,b\n1,1\n")
