"""The focus list: figures of the survey's own page, times what the library does not supply."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from content.models import Artefact
from surveys import answering, board, covering, findings, focusing, intervals, snapshots, wanting
from surveys.enums import NeedState
from surveys.models import Item, Need, NeedFigures
from tests import factories
from tests.surveys import survey_samples as samples


@pytest.fixture
def today():
    return timezone.localdate()


def used(artefact, yes, asked):
    Artefact.objects.filter(pk=artefact.pk).update(again_yes=yes, again_asked=asked)
    return artefact


def confirmed(need, artefact, mona):
    covering.confirm(covering.propose(need, artefact, by=mona), by=mona)


@given(st.integers(0, 200), st.integers(0, 200))
def test_what_an_artefact_adds_is_a_share_and_grows_with_those_who_would_use_it_again(yes, no):
    found = focusing.bound(yes, yes + no)

    assert 0 <= found <= 1
    assert not yes or found < focusing.bound(yes + 1, yes + no + 1) + 1e-12
    assert focusing.bound(0, 0) == 0.1


@pytest.mark.django_db
def test_needs_of_a_survey_come_to_the_board_with_its_figures(alice, today):
    wave = samples.answered(alice, items=3)

    done = [focusing.refresh(today), focusing.refresh(today)]

    assert done == [5, 0]  # three taken over, two weighed: the third offers no opportunity
    payload = snapshots.published(wave).payload
    shown = {row["item"]: row for row in payload["figures"][findings.default_segment(payload)]}
    rows = {item.key: item.need for item in Item.objects.select_related("need__figures")}
    assert {key: need.title for key, need in rows.items()} == {f"need-{k}": f"Need {k}" for k in (1, 2, 3)}
    for key, need in rows.items():
        figures, said = need.figures, shown[key]
        assert (figures.n, figures.importance, figures.coverage, figures.gap, figures.opp) == (
            said["n"],
            said["mean_importance"],
            said["mean_coverage"],
            said["mean_gap"],
            said["opp"],
        )
        assert [figures.opp_low, figures.opp_high] == said["opp_interval"]
        assert (figures.supply, figures.focus) == (0, figures.opp)


@pytest.mark.django_db
def test_fewer_than_ten_answers_put_nothing_on_the_board(alice, today):
    samples.answered(alice, items=2, people=9)

    assert (focusing.refresh(today), Need.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_supply_is_what_live_artefacts_add_and_moves_the_list(alice, mona, today):
    samples.answered(alice, items=1)
    focusing.refresh(today)
    need = Need.objects.get()
    confirmed(need, used(factories.artefact(title="Tried"), 8, 10), mona)
    confirmed(need, factories.artefact(title="Untried"), mona)
    stale = factories.artefact(title="Stale", review_by=today - timedelta(days=1))
    confirmed(need, used(stale, 50, 50), mona)
    covering.propose(need, used(factories.artefact(title="Proposed"), 50, 50), by=mona)

    focusing.refresh(today)

    figures = NeedFigures.objects.get()
    supply = (intervals.wilson(0.8, 10)[0] + 0.1) / 5
    assert (figures.artefacts, figures.supply) == (2, pytest.approx(supply))
    assert round(supply, 4) == 0.118
    assert figures.focus == pytest.approx(figures.opp * (1 - supply))
    assert list(board.top()) == [need]


@pytest.mark.django_db
def test_a_whole_practice_is_supplied_by_all_that_is_shared_on_it_once(alice, mona, today):
    practice = factories.practice("problem-management")
    wave = samples.survey(alice, items=1, opened=False)
    Item.objects.update(key=practice.slug, label=practice.label, practice=practice)
    answering.open_wave(wave, by=alice)
    item = Item.objects.get()
    for number in range(10):
        by = factories.member(f"Person {number}")
        response = answering.start(wave, by=by).response
        answering.answer(response, item, {"importance": 5, "coverage": 1}, by=by)
    assert (snapshots.take(wave, timezone.now()).final, focusing.refresh(today)) == (False, 0)
    answering.close_wave(wave, by=alice)
    snapshots.take(wave, timezone.now())
    focusing.refresh(today)
    need = Need.objects.get()
    both = factories.artefact(title="Both", practices=[practice])
    confirmed(need, both, mona)
    factories.artefact(title="Draft", practices=[practice], published=False)

    assert need.is_practice
    assert focusing.supply_of(need, today) == (pytest.approx(0.02), 1)


@pytest.mark.django_db
def test_a_new_wave_and_a_merged_need_keep_their_place(alice, mona, today):
    samples.answered(alice, items=1)
    focusing.refresh(today)
    need, kept = Need.objects.get(), samples.need("Kept")

    wanting.merge(need, into=kept, by=mona)
    focusing.refresh(today)

    assert (Item.objects.get().need, NeedFigures.objects.get().need) == (kept, kept)
    assert [row.state for row in Need.objects.order_by("pk")] == [NeedState.DUPLICATE, NeedState.OPEN]


@pytest.mark.django_db
@pytest.mark.parametrize("items", [1, 3])
def test_what_is_asked_for_and_supplied_is_drawn_told_and_given_as_csv(
    items, alice, mona, today, client, django_assert_num_queries
):
    samples.answered(alice, items=items)
    focusing.refresh(today)
    first = Need.objects.get(title="Need 1")
    Need.objects.filter(pk=first.pk).update(title="=Need 1")
    for _ in range(2):
        confirmed(first, used(factories.artefact(), 8, 10), mona)
    focusing.refresh(today)

    with django_assert_num_queries(1):
        html = client.get("/needs/how/").content.decode()
    rows = client.get("/needs/figures.csv").content.decode().splitlines()

    figures = NeedFigures.objects.get(need=first)
    assert 0 < figures.focus < figures.opp
    assert html.count('class="whole"') == html.count('class="bar"') == items
    assert f">of {figures.opp:.1f}</text>" in html
    assert rows[0] == "need,title,n,opportunity,low,high,supply,focus,artefacts"
    told = next(row for row in rows if row.startswith(first.record_number)).split(",")
    assert told[1:3] == ["'=Need 1", str(figures.n)]
    assert [float(value) for value in told[3:]] == [
        figures.opp,
        figures.opp_low,
        figures.opp_high,
        figures.supply,
        figures.focus,
        2.0,
    ]
    assert len(rows) == items + 1


@pytest.mark.django_db
def test_without_figures_the_page_says_so_and_the_csv_has_its_heads(client):
    html = client.get("/needs/how/").content.decode()

    assert "No survey that has closed asked for a need that is open." in html
    assert "<svg" not in html.partition('id="now"')[2].partition("</section>")[0]
    assert client.get("/needs/figures.csv").content.decode() == (
        "need,title,n,opportunity,low,high,supply,focus,artefacts\r\n"
    )
