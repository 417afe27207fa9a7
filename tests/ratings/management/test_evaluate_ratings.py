import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ratings.evaluation.folders import write
from ratings.synthetic import community, friendships, with_rings


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A community of 200 raters and 80 artefacts with one ring, and the same with trust edges."""
    found = {name: tmp_path_factory.mktemp(name) for name in ("ring", "plain", "trust")}
    made = community(200, 80, 6000, seed=3)
    write(with_rings(made, 1, size=12, shelf=10, seed=3), found["ring"], layout="spaces")
    write(made, found["plain"], layout="tabs")
    write(made, found["trust"], layout="floats", trust=friendships(200, 3000, seed=3, circles=6))
    return found


def evaluate(task, folder, tmp_path, capsys, **options):
    """What --json holds and what was printed; a missed bar of so small a set is no matter here."""
    file = tmp_path / "figures.json"
    missed = ""
    try:
        call_command("evaluate_ratings", task=task, dataset=folder, json=file, **options)
    except CommandError as error:
        missed = str(error)
    found = json.loads(file.read_text())
    names = [bar["name"] for bar in found["bars"] if not bar["met"]]
    assert missed == (f"Missed: {', '.join(names)}." if names else "")
    return found, capsys.readouterr().out


def test_rings_come_first(folders, tmp_path, capsys):
    found, printed = evaluate("fraud", folders["ring"], tmp_path, capsys)

    assert found["bars"][0]["met"]
    assert found["figures"]["AUC"] >= 0.9 > found["figures"]["fairness: AUC"]
    assert "members rate things" in printed


def test_a_push_of_new_accounts_hardly_moves_our_list(folders, tmp_path, capsys):
    found, _ = evaluate("attack", folders["plain"], tmp_path, capsys, targets=5, seeds=1)

    figures = found["figures"]
    assert figures["push mean"] <= 10 < 50 < figures["Bayesian: push mean"]
    assert figures["push % into top"] == 0
    assert len(found["bars"]) == 14


def test_fooled_members_are_tried_where_there_is_a_graph(folders, tmp_path, capsys):
    found, printed = evaluate("attack", folders["trust"], tmp_path, capsys, targets=2, seeds=1)

    assert [bar["name"] for bar in found["bars"]] == [
        "5 fooled",
        "5 fooled, worst shape",
        "20 fooled",
        "20 fooled, worst shape",
    ]
    assert "5 seeds, the most trusted" in printed


def test_rank_needs_no_more_than_ratings(folders, tmp_path, capsys):
    plain, _ = evaluate("rank", folders["plain"], tmp_path, capsys, seeds=1)
    trust, _ = evaluate("rank", folders["trust"], tmp_path, capsys, seeds=1)

    assert [bar["name"] for bar in plain["bars"]] == [
        "tau from 5%",
        "tau from 10%",
        "NDCG@20 from 2%",
        "NDCG@20 from 5%",
    ]
    assert trust["figures"]["pairs in order"] > 0.55


def test_recommendations_beat_what_is_popular(folders, tmp_path, capsys):
    found, _ = evaluate("recommend", folders["plain"], tmp_path, capsys)
    people, _ = evaluate("creators", folders["trust"], tmp_path, capsys)

    assert found["figures"]["with EASE"] > found["figures"]["popularity: default"]
    assert people["figures"]["NDCG@10"] > people["figures"]["followers: NDCG@10"]


def test_a_small_site_is_safe_from_its_first_day(tmp_path, capsys):
    found, printed = evaluate("small", None, tmp_path, capsys, seeds=2)

    assert [bar["met"] for bar in found["bars"]] == [True, True]
    assert "Bayesian" in printed


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"task": "rank"}, "needs --dataset"),
        ({"task": "rank", "dataset": Path("nowhere")}, "no folder nowhere"),
        ({"task": "rank", "targets": 0}, "at least 1"),
    ],
)
def test_what_is_missing_is_said(options, said):
    with pytest.raises(CommandError, match=said):
        call_command("evaluate_ratings", **options)


def test_tasks_say_what_a_data_set_lacks(folders):
    with pytest.raises(CommandError, match="labels of both kinds"):
        call_command("evaluate_ratings", task="fraud", dataset=folders["plain"])
    with pytest.raises(CommandError, match="trust edges"):
        call_command("evaluate_ratings", task="creators", dataset=folders["plain"])


CORPUS = os.environ.get("BACK2ITSM_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="BACK2ITSM_CORPUS names no corpus")
def test_the_real_network_reaches_the_bar(tmp_path, capsys):
    found, printed = evaluate("fraud", Path(CORPUS or "") / "trust" / "otc", tmp_path, capsys)

    assert found["figures"]["AUC"] >= 0.960
    assert "490 label-deciding ratings left out" in printed
