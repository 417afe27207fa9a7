"""What members do about needs on the pages: promise, propose, decide; and what home, board and member show of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Artefact
from surveys import covering, focusing, pledging, wanting
from surveys.enums import CoverageState, NeedState, PledgeState
from surveys.models import Coverage, Need, Pledge
from tests import factories
from tests.surveys import survey_samples as samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def text(response):
    return response.content.decode()


def test_from_promise_to_delivered_on_the_pages(alice, bob, client_of, tomorrow):
    need, work = (
        samples.need("Value of problem management", by=alice),
        factories.artefact(bob, title="Agenda"),
    )
    poster, helper = client_of(alice), client_of(bob)
    page = need.get_absolute_url()

    wrong = helper.post(f"{page}help/", {"due": "soon", "note": "I share ours."})
    assert "Enter a day, such as 2027-01-31" in text(wrong)
    assert 'value="I share ours."' in text(wrong)
    late = helper.post(f"{page}help/", {"due": "2020-01-01"})
    assert "Choose a day from today on, at most a year ahead." in text(late)
    for _ in range(2):
        made = helper.post(f"{page}help/", {"due": tomorrow.isoformat(), "note": "I share ours."})
        assert made.url == page
    assert Pledge.objects.count() == 1
    assert "Give it back" in text(helper.get(page))
    assert "I share ours." in text(Client().get(bob.get_absolute_url()))

    helper.post(f"{page}propose/", {"mine": work.record_number})
    coverage = Coverage.objects.get()
    assert "This is what was needed" not in text(helper.get(page))
    assert "This is what was needed" in text(poster.get(page))
    denied = helper.post(f"{page}answers/{coverage.pk}/", {"as": "delivers"}, follow=True)
    assert Need.objects.get().state == NeedState.CLAIMED
    assert "Only moderators" in text(denied)
    poster.post(f"{page}answers/{coverage.pk}/", {"as": "delivers"})

    assert (Need.objects.get().state, Pledge.objects.get().state) == (NeedState.DELIVERED, PledgeState.KEPT)
    assert "Promises kept: 1 of 1" in text(poster.get(bob.get_absolute_url()))
    assert f'href="{page}"' in text(Client().get(work.get_absolute_url()))
    poster.post(f"{page}close/", {"again": "1"})
    assert Need.objects.get().state == NeedState.OPEN


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Say which artefact answers it"),
        ({"other": "ART-9999"}, "There is no published artefact with this number or address"),
        ({"other": "https://example.org/"}, "There is no published artefact with this number or address"),
        ({"other": "draft"}, "There is no published artefact with this number or address"),
        ({"mine": "ART-9999"}, "Choose from the list"),
    ],
)
def test_what_names_no_artefact_is_said_and_stays_in_the_form(bob, client_of, said, sentence):
    factories.artefact(bob, title="Draft", published=False)
    page = client_of(bob).post(f"{samples.need().get_absolute_url()}propose/", said)

    assert sentence in text(page)
    assert said.get("other", "") in text(page)
    assert Coverage.objects.count() == 0


@pytest.mark.parametrize(
    "form", ["{0.record_number}", "{0.pk}", "http://localhost:8000{1}", "{1}#reviews", "{0.slug}"]
)
def test_an_artefact_is_known_by_its_number_and_its_address(bob, client_of, form):
    work, need = factories.artefact(title="Agenda"), samples.need()

    client_of(bob).post(
        f"{need.get_absolute_url()}propose/", {"other": form.format(work, work.get_absolute_url())}
    )

    assert Coverage.objects.get().artefact == work


def test_an_artefacts_page_leads_to_the_needs_that_it_may_answer(alice, bob, client_of):
    work, need = factories.artefact(alice), samples.need("Asset data", by=alice)
    samples.need("Waits", state=NeedState.WAITING)
    client, page = client_of(bob), f"{work.get_absolute_url()}needs/"

    form = text(client.get(page))
    wrong = client.post(page, {"need": "9999"})
    sent = client.post(page, {"need": need.pk})

    assert ("Asset data" in form, "Waits" in form) == (True, False)
    assert "Choose a need from the list" in text(wrong)
    assert sent.url == f"{work.get_absolute_url()}#answers"
    assert Coverage.objects.get().state == CoverageState.PROPOSED


def fill(alice, mona, rows):
    """Needs from a survey with votes, promises and artefacts; answers the first."""
    samples.answered(alice, items=rows)
    focusing.refresh(timezone.localdate())
    for need in Need.objects.all():
        covering.confirm(covering.propose(need, factories.artefact(title=need.title), by=alice), by=mona)
        pledging.pledge(need, by=mona, due=timezone.localdate())
        wanting.vote(need, by=alice)
    focusing.refresh(timezone.localdate())
    return Need.objects.order_by("pk").first()


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_need_and_for_three(alice, bob, mona, client_of, rows):
    need = fill(alice, mona, rows)
    work = Artefact.objects.order_by("pk").first()
    pages = ["/", "/needs/", "/needs/?state=top", need.get_absolute_url(), mona.get_absolute_url()]
    paths = [*pages, work.get_absolute_url(), f"{need.get_absolute_url()}propose/"]

    found = costs(Client(), paths[:-1]), costs(client_of(bob), paths)

    assert found == ([7, 2, 1, 3, 7, 8], [11, 7, 6, 8, 11, 9, 5])


def costs(client, paths):
    found = []
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        found.append(len(captured))
    return found


def test_the_home_page_and_the_board_show_the_gaps_of_the_survey(alice, mona):
    need = fill(alice, mona, 2)
    figures = need.figures

    home, board = text(Client().get("/")), text(Client().get("/needs/?state=top"))

    for html in (home, board):
        assert f"opportunity {figures.opp:.1f}" in html
        assert f'href="/needs/{need.pk}/help/"' in html
        assert 'href="/needs/how/"' in html
        assert f"({figures.n} answers)" in html
    assert "Top needs now" in home
    assert "Focus = opportunity" in text(Client().get("/needs/how/"))


def test_the_wizard_offers_open_needs_and_keeps_other_words(bob, client_of):
    need = samples.need("Asset data")
    work = factories.artefact(bob, title="Agenda", published=False)
    client, page = client_of(bob), f"/share/{work.versions.get().pk}/about/"
    said = {"title": "Agenda", "later": "1"}

    kept = []
    for answer in (
        {"known_need": f"N-{need.pk:03d} Asset data"},
        {"need": "Ours alone"},
        {"known_need": "N-999 x"},
    ):
        client.post(page, said | answer)
        kept.append(Artefact.objects.get(pk=work.pk).need)

    assert kept == [f"N-{need.pk:03d} Asset data", "Ours alone", "Ours alone"]
    client.post(page, said | {"known_need": f"N-{need.pk:03d} Asset data"})
    assert f'<option value="N-{need.pk:03d} Asset data" selected>' in text(client.get(page))
    assert f'name="need" value="N-{need.pk:03d}"' in text(client.get(f"/share/?need=N-{need.pk:03d}"))
