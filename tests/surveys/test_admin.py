"""The builder at the desk: opening, closing, the next wave, and structure that stays once somebody answered."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.html import escape

from surveys.enums import NeedState, Stage
from surveys.models import Need, Question, Response, Survey, Wave
from tests.surveys import survey_samples as samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(mona, client_of):
    return client_of(mona)


def do(desk, model, action, *rows, **more):
    said = {"action": action, "_selected_action": [row.pk for row in rows]} | more
    return desk.post(f"/admin/surveys/{model}/", said)


def test_a_survey_is_built_opened_closed_and_asked_again(desk, mona):
    said = {
        "title": "Tools",
        "slug": "tools",
        "sentence": "Why.",
        "minutes": "3",
        "mode": "anonymous",
        "language": "en",
    }
    empty = {"waves-TOTAL_FORMS": "0", "waves-INITIAL_FORMS": "0"}
    desk.post("/admin/surveys/survey/add/", said | empty)
    made = Survey.objects.get(slug="tools")
    listed = desk.get("/admin/surveys/survey/").content.decode()
    own = desk.get(f"/admin/surveys/survey/{made.pk}/change/").content.decode()
    wave = Wave.objects.create(survey=made)
    samples.question(wave, choices=[["a", "A"]])
    stages = []
    for action, more in (
        ("open_now", {}),
        ("close_now", {}),
        ("close_now", {"confirmed": "1"}),
        ("next_wave", {}),
    ):
        answer = do(desk, "wave", action, wave, **more)
        stages.append((answer.status_code, Wave.objects.get(pk=wave.pk).stage))
    do(desk, "survey", "copy", made)

    assert made.owner == mona
    # A survey without a wave has no page yet.
    assert ['href="/surveys/tools/"' in page or "View on site" in page for page in (listed, own)] == [
        False
    ] * 2
    # Closing asks once more, on a page of its own.
    assert stages == [(302, Stage.OPEN), (200, Stage.OPEN), (302, Stage.CLOSED), (302, Stage.CLOSED)]
    assert list(made.waves.order_by("number").values_list("number", "stage")) == [(1, "closed"), (2, "draft")]
    assert Survey.objects.get(slug="tools-2").waves.get().questions.get().items.get().label == "Role"


def test_a_survey_begins_with_the_questions_of_another_and_can_be_looked_at(desk, alice):
    template = samples.survey(alice, items=2).survey
    said = {"title": "Own", "slug": "own", "sentence": "Why.", "minutes": "3", "mode": "anonymous"}
    rows = {"language": "en", "waves-TOTAL_FORMS": "0", "waves-INITIAL_FORMS": "0"}

    desk.post("/admin/surveys/survey/add/", said | rows | {"template": template.pk})

    wave = Survey.objects.get(slug="own").waves.get()
    keys = wave.questions.order_by("items__position").values_list("key", "items__key")
    assert (wave.stage, list(keys)) == (Stage.DRAFT, [("needs", "need-1"), ("needs", "need-2")])
    look = desk.get("/surveys/own/").content.decode()
    assert ("Preview." in look, "Need 1" in look, Response.objects.count()) == (True, True, 0)


def test_after_the_first_answer_only_words_change(desk, alice, bob):
    wave = samples.survey(alice, items=1)
    samples.answers(wave, {1: (5, 1)}, by=bob)
    question = wave.questions.get()
    item = question.items.get()
    rows = {
        "text": "Better words",
        "key": "other",
        "type": "single",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "1",
        "items-0-id": item.pk,
        "items-0-question": question.pk,
        "items-0-label": "Need one",
        "items-0-key": "other",
    }

    saved = desk.post(f"/admin/surveys/question/{question.pk}/change/", rows)

    question = Question.objects.get(pk=question.pk)
    assert saved.status_code == 302
    assert (question.text, question.key, question.type) == ("Better words", "needs", "need-gap")
    assert question.items.values_list("key", "label").get() == ("need-1", "Need one")
    logged = LogEntry.objects.get(object_id=question.pk).get_change_message()
    assert logged == "Changed Question. Changed Label for item “Need one”."
    more = {**rows, "items-TOTAL_FORMS": "2", "items-1-label": "Late", "items-1-key": "late"}
    desk.post(f"/admin/surveys/question/{question.pk}/change/", more)
    desk.post(f"/admin/surveys/wave/{wave.pk}/change/", {"questions-TOTAL_FORMS": "0", "first_items": "1"})
    assert (question.items.count(), Wave.objects.get().first_items) == (1, 10)


def test_needs_are_accepted_declined_and_merged(desk, bob):
    waits = [samples.need(f"Need {number}", state=NeedState.WAITING, by=bob) for number in range(3)]
    Need.objects.filter(pk=waits[1].pk).update(note="Sold by a vendor.")

    do(desk, "need", "accept", waits[0], waits[2])
    do(desk, "need", "decline", waits[1])
    do(desk, "need", "merge", waits[0], waits[2])

    assert list(Need.objects.order_by("pk").values_list("state", "merged_into")) == [
        (NeedState.OPEN, None),
        (NeedState.DECLINED, None),
        (NeedState.DUPLICATE, waits[0].pk),
    ]
    pages = [
        desk.get(f"/admin/surveys/{model}/").status_code for model in ("survey", "wave", "question", "need")
    ]
    assert pages == [200, 200, 200, 200]


@pytest.mark.parametrize(
    ("kind", "lines", "built"),
    [
        ("single", "yes: Yes: every week\n\n no :No ", [["yes", "Yes: every week"], ["no", "No"]]),
        ("single", "", "Enter the choices, one a line"),
        ("multiple", "yes: Yes\nyes: No", "Two choices have the same key"),
        ("ranking", "a: A\nyes", "Line 2: write a key, a colon and the words, such as yes: Yes, every week"),
        (
            "scale",
            "1: a\n2: b\n3: c\n4: d\n5: e",
            [[key, words] for key, words in zip("12345", "abcde", strict=True)],
        ),
        ("scale", "1: Low\n2: High", "A scale has five choices with the keys 1 to 5, in this order"),
        ("number", "", []),
        ("number", "yes: Yes", "This type of question has no choices: leave the field empty"),
    ],
)
def test_choices_are_lines_of_a_key_and_words(desk, mona, kind, lines, built):
    wave = samples.survey(mona, items=1, opened=False)
    said = {"wave": wave.pk, "position": 2, "key": "own", "type": kind, "text": "Well?", "choices": lines}
    rows = {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}

    answer = desk.post("/admin/surveys/question/add/", said | rows)

    if isinstance(built, str):
        assert answer.context["adminform"].form.errors == {"choices": [built]}
        assert escape(lines) in answer.content.decode()
    else:
        question = Question.objects.get(key="own")
        page = desk.get(f"/admin/surveys/question/{question.pk}/change/").content.decode()
        assert question.choices == built
        assert escape("\n".join(f"{key}: {words}" for key, words in built)) in page


def test_the_questions_of_a_wave_stand_below_each_other(desk, mona):
    wave = samples.survey(mona, items=1, opened=False)

    page = desk.get(f"/admin/surveys/wave/{wave.pk}/change/").content.decode()

    assert 'data-inline-type="stacked"' in page
