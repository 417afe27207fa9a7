"""Answers given offline: looked at row by row, taken whole or not at all, and never twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from content.publishing import Refused
from surveys import answering, importing, snapshots
from surveys.enums import Mode, QuestionType
from surveys.models import Answer, Item, Response, Survey
from tests import factories
from tests.surveys import survey_samples as samples

pytestmark = pytest.mark.django_db
HEADER = "respondent_id,outcome_id,importance,coverage,value,text,role\n"
GOOD = (
    HEADER
    + "p1,need-1,5,1,,,manager\np1,need-2,DK,,,Why not.,manager\np1,pick,,,a;b,,manager\np2,need-1,,,,,\n"
)
BAD = (
    HEADER
    + "p1,need-1,6,1,,,\np1,need-9,5,1,,,\np1,need-2,5,1,,,boss\np1,pick,,,c,,\np1,pick,5,,,,\np1,need-2,4,2,,,\n"
)


@pytest.fixture
def wave(alice):
    made = samples.survey(alice, items=2, opened=False, mode=Mode.ANONYMOUS)
    question = samples.question(
        made, "pick", QuestionType.MULTIPLE, choices=[["a", "A"], ["b", "B"]], position=2
    )
    Item.objects.create(question=question, key="pick", label="Pick")
    return answering.open_wave(made, by=alice)


def test_a_file_is_taken_once_and_marked(wave, alice):
    first, second = importing.take(wave, GOOD, by=alice), importing.take(wave, GOOD, by=alice)

    assert [row[3] for row in first.rows] == ["taken", "taken", "taken", "left open"]
    assert [str(row[3]) for row in second.rows][:3] == ["this respondent is in already"] * 3
    [response] = Response.objects.all()
    assert (response.imported, response.role, response.answered, response.shown) == (True, "manager", 3, 3)
    assert (response.member, response.anonymous, response.opened_at.minute) == (None, True, 0)
    kept = Answer.objects.order_by("item__question__position", "item__position").values_list(
        "importance", "coverage", "no_importance", "value", "text", "text_state"
    )
    assert list(kept) == [
        (5, 1, "", None, "", "waiting"),
        (None, None, "DK", None, "Why not.", "waiting"),
        (None, None, "", ["a", "b"], "", "waiting"),
    ]
    assert Survey.objects.get().frozen_at is not None


def test_bad_rows_are_named_and_nothing_is_taken(wave, alice):
    found = importing.plan(wave, BAD)

    assert [str(bad) for bad in found.bad] == [
        'Line 2: importance is "6"; allowed are 1 to 5, DK, NA or nothing.',
        "Line 3: the survey has no “need-9”.",
        "Line 4: role is “boss”; see the list of keys.",
        "Line 5: This is no answer to “Pick”.",
        "Line 6: this answer was given on line 5 already.",
        "Line 7: this answer was given on line 4 already.",
    ]
    with pytest.raises(Refused, match="Nothing was taken"):
        importing.take(wave, BAD, by=alice)
    assert Response.objects.count() == 0
    answering.close_wave(wave, by=alice)
    with pytest.raises(Refused, match="while the wave is open"):
        importing.take(wave, GOOD, by=alice)


def test_the_desk_looks_first_then_takes_and_says_so(wave, mona, client_of):
    desk, chosen = client_of(mona), {"action": "import_answers", "_selected_action": wave.pk}

    def send(**said):
        return desk.post("/admin/surveys/wave/", chosen | said).content.decode()

    begun, empty = send(), send(look="1")
    faulty = send(look="1", file=SimpleUploadedFile("a.csv", BAD.encode()))
    foreign = send(look="1", file=SimpleUploadedFile("a.csv", b"a,\xff"))
    looked = send(look="1", file=SimpleUploadedFile("a.csv", GOOD.encode()))
    before = Response.objects.count()
    done = send(take="1", text=GOOD.replace("\n", "\r\n"))

    assert ("<code>need-1</code>" in begun, "Choose a CSV file" in empty) == (True, True)
    assert ("6 rows cannot be used" in faulty, "Take these answers" in faulty) == (True, False)
    assert "Line 1 is not UTF-8 text" in foreign
    assert ("1 new respondent, 3 answers." in looked, "Take these answers" in looked, before) == (
        True,
        True,
        0,
    )
    assert ("<h2>Taken</h2>" in done, Response.objects.count()) == (True, 1)
    logged = desk.get(f"/admin/surveys/wave/{wave.pk}/history/").content.decode()
    assert "Imported 3 answers of 1 people from a file." in logged


def test_of_fewer_than_five_who_came_beside_a_file_the_steps_are_not_told(alice, client):
    wave = samples.survey(alice, items=1)
    for number in range(3):
        samples.answers(wave, {1: (5, 1)}, by=factories.member(f"Came {number}"))
    rows = [f"p{k},need-1,{1 + k % 5},2,,,practitioner" for k in range(12)]
    importing.take(wave, HEADER + "\n".join(rows), by=alice)
    answering.close_wave(wave, by=alice)
    snapshots.take(wave, timezone.now())

    page = client.get(f"/surveys/{wave.survey.slug}/results/").content.decode()

    assert page.count('<td class="num">fewer than 5</td>') == 4
    assert "is not shown of fewer than five." in page


def test_results_say_that_some_were_imported_and_leave_them_out_of_the_funnel(wave, alice, client):
    rows = [f"p{k},need-1,{1 + k % 5},2,,,practitioner" for k in range(12)]
    importing.take(wave, HEADER + "\n".join(rows), by=alice)
    answering.close_wave(wave, by=alice)

    payload = snapshots.take(wave, timezone.now()).payload

    assert (payload["imported"], payload["dispositions"]["seen"], payload["figures"][""][0]["n"]) == (
        True,
        0,
        12,
    )
    page = client.get(f"/surveys/{wave.survey.slug}/results/").content.decode()
    assert "Some answers were given offline and imported from a file." in page
