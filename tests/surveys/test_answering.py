"""Taking a survey: each answer stored at once, once; nothing counted after closing."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from content.publishing import Refused
from surveys import answering, readings
from surveys.enums import Mode, NoAnswer, QuestionType
from surveys.models import Answer, AskAgain, Item, Participation, Response, Survey, Wave
from tests.surveys import survey_samples as samples

CHARLIE = AnonymousUser()


@pytest.fixture
def wave(alice):
    return samples.survey(alice)


def _stored(response):
    return list(
        response.answers.values_list("item__key", "importance", "coverage", "no_importance", "no_coverage")
    )


def test_an_answer_is_stored_at_once_and_giving_it_again_changes_nothing(wave, bob):
    response, item = answering.start(wave, by=bob).response, samples.item(wave)

    for _ in range(2):
        answering.answer(response, item, {"importance": 5}, by=bob)
    answering.answer(response, item, {"coverage": 2}, by=bob)

    assert _stored(response) == [("need-1", 5, 2, "", "")]
    assert (response.answered, response.shown) == (1, 10)


def test_dont_know_takes_the_place_of_a_number_and_the_other_way_round(wave, bob):
    response, item = answering.start(wave, by=bob).response, samples.item(wave)

    answering.answer(response, item, {"importance": 5, "coverage": 2}, by=bob)
    answering.answer(response, item, {"no_importance": NoAnswer.DONT_KNOW}, by=bob)
    assert _stored(response) == [("need-1", None, 2, "DK", "")]

    answering.answer(response, item, {"importance": 4}, by=bob)
    assert _stored(response) == [("need-1", 4, 2, "", "")]


def test_what_does_not_apply_is_left_out_of_what_was_to_be_answered(wave, bob):
    response = answering.start(wave, by=bob).response
    for number in range(1, 9):
        answering.answer(response, samples.item(wave, number), {"importance": 3, "coverage": 3}, by=bob)
    codes = {"no_importance": NoAnswer.NOT_APPLICABLE, "no_coverage": NoAnswer.NOT_APPLICABLE}
    for number in (9, 10):
        answering.answer(response, samples.item(wave, number), codes, by=bob)

    [row] = Response.objects.with_share()
    assert (row.answered, row.not_applicable, row.reached) == (8, 2, 100)
    assert list(Response.objects.complete()) == [response]


def test_keep_going_shows_the_rest(wave, bob):
    response = answering.start(wave, by=bob).response
    for number in range(1, 9):
        answering.answer(response, samples.item(wave, number), {"importance": 3}, by=bob)
    assert Response.objects.complete().count() == 1

    answering.keep_going(response, by=bob)

    assert (response.shown, Response.objects.with_share().get().reached) == (12, 66)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"importance": 0},
        {"importance": 6},
        {"importance": True},
        {"coverage": "4"},
        {"no_coverage": "??"},
        {"value": "yes"},
        {"text": "a\0b"},
        {"text": "x" * 4001},
        {"id": 1},
    ],
)
def test_what_is_no_answer_is_refused(wave, bob, given):
    response = answering.start(wave, by=bob).response

    with pytest.raises(answering.NotValid):
        answering.answer(response, samples.item(wave), given, by=bob)

    assert Answer.objects.count() == 0


def test_each_type_of_question_takes_its_own_values(alice, bob):
    wave = samples.survey(alice, opened=False)
    choices = [["a", "A"], ["b", "B"]]
    good = {
        QuestionType.SINGLE: "a",
        QuestionType.MULTIPLE: ["b"],
        QuestionType.RANKING: ["b", "a"],
        QuestionType.SCALE: 4,
        QuestionType.NUMBER: 2.5,
    }
    bad = {
        QuestionType.SINGLE: "c",
        QuestionType.MULTIPLE: ["a", "a"],
        QuestionType.RANKING: ["a"],
        QuestionType.SCALE: 6,
        QuestionType.NUMBER: "2",
    }
    items = {}
    for kind in good:
        asked = samples.question(wave, kind.value, kind, choices=choices)
        items[kind] = Item.objects.create(question=asked, key="only", label=asked.text)
    answering.open_wave(wave, by=alice)
    response = answering.start(wave, by=bob).response

    for kind, item in items.items():
        answering.answer(response, item, {"value": good[kind]}, by=bob)
        with pytest.raises(answering.NotValid):
            answering.answer(response, item, {"value": bad[kind]}, by=bob)

    assert dict(response.answers.values_list("item__question__type", "value")) == {
        kind.value: value for kind, value in good.items()
    }


def test_a_member_comes_back_by_account_and_anybody_by_code(wave, bob, mona):
    mine = answering.start(wave, by=bob)
    theirs = answering.start(wave, by=CHARLIE)

    assert answering.start(wave, by=bob) == answering.Started(mine.response, "")
    assert answering.resume(wave, by=bob) == mine.response
    assert answering.resume(wave, by=mona) is None
    typed = f" {theirs.code[:4].lower()}-{theirs.code[4:]} "
    assert answering.resume(wave, by=CHARLIE, code=typed) == theirs.response
    assert answering.resume(wave, by=CHARLIE, code="WRONG") is None
    assert not Response.objects.filter(resume_hash__in=[mine.code, theirs.code]).exists()


def test_the_order_is_random_for_each_and_kept(wave, bob):
    orders = [answering.start(wave, by=CHARLIE).response.order for _ in range(6)]

    ids = sorted(Item.objects.values_list("pk", flat=True))
    assert [sorted(order) for order in orders] == [ids] * 6
    assert len({tuple(order) for order in orders}) > 1
    mine = answering.start(wave, by=bob).response
    assert answering.resume(wave, by=bob).order == mine.order


def test_somebody_elses_response_is_refused(wave, bob, mona):
    response = answering.start(wave, by=bob).response

    with pytest.raises(PermissionDenied, match="somebody else"):
        answering.answer(response, samples.item(wave), {"importance": 1}, by=mona)


def test_an_item_of_another_survey_is_refused(wave, alice, bob):
    other = samples.survey(alice)
    response = answering.start(wave, by=bob).response

    with pytest.raises(answering.NotValid, match="not part of the survey"):
        answering.answer(response, samples.item(other), {"importance": 1}, by=bob)


def test_an_anonymous_response_leads_to_nobody(alice, bob):
    wave = samples.survey(alice, mode=Mode.ANONYMOUS)

    started = answering.start(wave, by=bob)
    answering.answer(started.response, samples.item(wave), {"importance": 4}, by=bob)
    answering.finish(started.response, by=bob, ask_again="Bob@Example.org", may_be_asked=True)

    [row] = Response.objects.all()
    assert (row.member, row.may_be_asked, row.opened_at.minute, row.finished_at.second) == (None, False, 0, 0)
    assert list(AskAgain.objects.values_list("email", "day")) == [("bob@example.org", timezone.now().date())]
    with pytest.raises(answering.TakenAlready):
        answering.start(wave, by=bob)
    assert answering.resume(wave, by=bob) is None
    assert answering.resume(wave, by=bob, code=started.code) == row


def test_closing_deletes_the_key_that_could_read_participation(alice, bob):
    wave = samples.survey(alice, mode=Mode.ANONYMOUS)
    answering.start(wave, by=bob)

    answering.close_wave(wave, by=alice)

    assert (Wave.objects.get().key, Participation.objects.count()) == ("", 1)


def test_nothing_is_taken_after_closing_or_before_opening(wave, alice, bob):
    response = answering.start(wave, by=bob).response
    answering.close_wave(wave, by=alice)

    for act in (
        lambda: answering.answer(response, samples.item(wave), {"importance": 1}, by=bob),
        lambda: answering.describe(response, by=bob, role="practitioner"),
        lambda: answering.finish(response, by=bob),
        lambda: answering.start(wave, by=CHARLIE),
    ):
        with pytest.raises(PermissionDenied, match="closed"):
            act()
    later = samples.survey(alice, opens_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(PermissionDenied, match="not open yet"):
        answering.start(later, by=bob)


def test_a_wave_closes_when_its_time_is_over(alice, bob):
    now = timezone.now()
    wave = samples.survey(alice, closes_at=now + timedelta(minutes=1))
    Wave.objects.filter(pk=wave.pk).update(closes_at=now - timedelta(seconds=1))

    with pytest.raises(PermissionDenied, match="closed"):
        answering.start(wave, by=bob)
    assert (answering.close_due(now), answering.close_due(now), samples.closed(wave)) == (1, 0, True)


def test_opening_needs_an_item_an_owner_and_no_other_open_wave(alice, bob):
    empty = samples.survey(alice, items=0, opened=False)
    full = samples.survey(alice)

    with pytest.raises(Refused, match="Add a question"):
        answering.open_wave(empty, by=alice)
    with pytest.raises(PermissionDenied):
        answering.open_wave(empty, by=bob)
    second = Wave.objects.create(survey=full.survey, number=2)
    Item.objects.create(question=samples.question(second), key="only", label="Only")
    with pytest.raises(Refused, match="Another wave"):
        answering.open_wave(second, by=alice)


def test_the_first_answer_freezes_the_survey(wave, bob):
    response = answering.start(wave, by=bob).response
    assert Survey.objects.get().frozen_at is None

    answering.answer(response, samples.item(wave), {"importance": 1}, by=bob)

    assert Survey.objects.get().frozen_at == Wave.objects.get().last_answer_at


def test_a_profile_is_checked_and_kept(wave, bob):
    response = answering.start(wave, by=bob).response

    answering.describe(response, by=bob, role="practitioner", size_band="50-249")

    assert Response.objects.values_list("role", "size_band").get() == ("practitioner", "50-249")
    with pytest.raises(ValidationError):
        answering.describe(response, by=bob, role="king")


def test_the_database_holds_what_must_be_true(wave, bob):
    response = answering.start(wave, by=bob).response
    item = samples.item(wave)
    Answer.objects.create(response=response, item=item, importance=3)
    wrong = (
        lambda: Answer.objects.create(response=response, item=item),
        lambda: Answer.objects.create(response=response, item=samples.item(wave, 2), importance=6),
        lambda: Answer.objects.create(
            response=response, item=samples.item(wave, 2), coverage=3, no_coverage=NoAnswer.DONT_KNOW
        ),
        lambda: Response.objects.create(wave=wave, member=bob, opened_at=timezone.now()),
        lambda: Response.objects.filter(pk=response.pk).update(anonymous=True),
    )

    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.django_db(transaction=True)
def test_500_parallel_answers_and_a_closing_lose_nothing_and_count_nothing_late(alice):
    wave = samples.survey(alice)
    items = {item.pk: item for item in Item.objects.select_related("question")}
    stored, faults, lock = [], [], threading.Lock()

    def respond():
        try:
            for _ in range(25):
                response = answering.start(wave, by=CHARLIE).response
                given = {"importance": 5, "coverage": 1}
                answering.answer(response, items[response.order[0]], given, by=CHARLIE)
                with lock:
                    stored.append(response.pk)
                    is_middle = len(stored) == 250
                if is_middle:
                    answering.close_wave(wave, by=alice)
        except PermissionDenied as refused:
            if "closed" not in str(refused):
                faults.append(refused)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=respond) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert 250 <= len(stored) <= 270
    assert set(Answer.objects.values_list("response_id", flat=True)) == set(stored)
    assert sum(Response.objects.values_list("answered", flat=True)) == len(stored)
    counted = readings.read(wave)
    assert (counted.n, counted.pairs.total()) == (len(stored), len(stored))
    late = Response.objects.filter(opened_at__gt=Wave.objects.get().closed_at)
    assert late.count() == 0
    assert Wave.objects.get().last_answer_at <= Wave.objects.get().closed_at
