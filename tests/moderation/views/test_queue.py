"""The queue at the desk: who opens it, what it costs, and publishing several at once."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.enums import State
from content.models import Version
from moderation.models import Decision
from tests import factories
from tests.moderation.many import make_queue
from tests.moderation.waiting import claimed, replied, reported, sent

pytestmark = pytest.mark.django_db

QUEUE = "/admin/queue/"


def words(response):
    text = response.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def marks(*versions):
    return [f"{version.pk}@{version.state_since.isoformat()}" for version in versions]


@pytest.fixture
def desk(client_of, mona):
    return client_of(mona)


def fill(rows, alice, bob):
    """``rows`` of each sort, each with its own creator, reporter and files."""
    for number in range(rows):
        ines = factories.member(f"Ines {number}")
        for known in range(3):
            factories.artefact(by=ines, title=f"Known {number} {known}")
        sent(ines, f"Out at once {number}")
        sent(factories.member(f"New {number}"), f"Waits {number}")
        reported(factories.artefact(by=alice, title=f"Reported {number}"), by=bob)
        claimed(factories.artefact(by=alice, title=f"Claimed {number}"))
        replied(factories.artefact(by=alice, title=f"Asked {number}"), by=factories.member(f"Asks {number}"))
    for version in Version.objects.filter(state=State.SUBMITTED):
        version.files.create(name="plan.md", extension="md", size=9)


def test_members_and_visitors_are_sent_to_the_door(client_of, bob):
    answers = [client_of(person).get(QUEUE)["Location"] for person in (bob, None)]

    assert answers == ["/admin/login/?next=/admin/queue/"] * 2


def test_the_index_of_the_desk_leads_here(desk, alice):
    sent(alice)

    assert f'href="{QUEUE}"' in desk.get("/admin/").content.decode()


def test_an_empty_queue_says_so(desk):
    assert "Nothing waits" in words(desk.get(QUEUE))


def test_ages_and_what_is_overdue_are_said_in_words(desk, alice):
    version = sent(alice)
    since = timezone.now() - timedelta(days=3, hours=1)
    Version.objects.filter(pk=version.pk).update(state_since=since)

    said = words(desk.get(QUEUE))

    assert "waits 3 days, 1 hour" in said
    assert "overdue</strong>" in said


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_same_questions_for_one_and_three(rows, desk, alice, bob, django_assert_num_queries):
    fill(rows, alice, bob)

    with django_assert_num_queries(15):
        response = desk.get(QUEUE)

    assert len(response.context["entries"]) == 5 * rows


def test_the_address_holds_all_of_its_state(desk, alice, bob):
    fill(1, alice, bob)

    said = words(desk.get(QUEUE, {"what": "reports", "reason": "spam"}))
    wrong = desk.get(QUEUE, {"what": "nonsense", "reason": "spam", "after": "x", "kind": "none"})

    assert [title in said for title in ("Reported 0", "Claimed 0", "Waits 0")] == [True, False, False]
    assert [entry.artefact.title for entry in wrong.context["entries"]] == ["Reported 0"]


def test_the_next_page_begins_where_this_one_ends(desk, alice):
    artefact = factories.artefact(by=alice)
    for _number in range(51):
        reported(artefact)

    first = desk.get(QUEUE, {"what": "reports"})
    second = desk.get(f"{QUEUE}?{first.context['next_query']}")

    pages = [[entry.place.pk for entry in page.context["entries"]] for page in (first, second)]
    assert [len(page) for page in pages] == [50, 1]
    assert set(pages[0]) & set(pages[1]) == set()
    assert second.context["next_query"] == ""


def test_several_are_published_after_a_question(desk, alice, bob):
    versions = [sent(alice, "First"), sent(bob, "Second")]

    asked = desk.post(reverse("queue_publish"), {"version": marks(*versions)})
    before = Version.objects.filter(state=State.PUBLISHED).count()
    answer = desk.post(reverse("queue_publish"), {"version": marks(*versions), "confirmed": "1"}, follow=True)

    assert [title in words(asked) for title in ("First", "Second")] == [True, True]
    assert (before, Version.objects.filter(state=State.PUBLISHED).count()) == (0, 2)
    assert [str(message) for message in answer.context["messages"]] == ["2 versions are published."]
    assert Decision.objects.count() == 2


def test_who_signed_in_anew_is_led_back_to_the_queue(desk):
    answer = desk.get(reverse("queue_publish"), follow=True)

    assert answer.redirect_chain == [(reverse("queue"), 302)]
    assert "so this was not done. Press the button again." in words(answer)


def test_what_changed_meanwhile_is_skipped_and_named(desk, alice, bob):
    kept, changed = sent(alice, "Kept"), sent(bob, "Changed")
    ticked = marks(kept, changed)
    publishing.take_back(changed, by=bob)
    publishing.submit(changed, by=bob)

    answer = desk.post(reverse("queue_publish"), {"version": ticked, "confirmed": "1"}, follow=True)

    number = changed.artefact.record_number
    assert [str(message) for message in answer.context["messages"]] == [
        "1 version is published.",
        f"Skipped {number} 1.0: It was taken back and sent again meanwhile. Look at it again.",
    ]
    assert Version.objects.get(pk=changed.pk).state == State.SUBMITTED


@pytest.mark.parametrize(
    "ticked",
    [[], ["x"], ["1"], ["1@x"], ["9" * 30 + "@2026-01-01T00:00:00+00:00"], ["1@2026-01-01"]],
    ids=str,
)
def test_ticks_that_mean_nothing_publish_nothing(desk, alice, ticked):
    sent(alice)

    answer = desk.post(reverse("queue_publish"), {"version": ticked, "confirmed": "1"}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["Tick the versions to publish first."]
    assert Version.objects.get().state == State.SUBMITTED


def test_five_thousand_entries_cost_as_many_queries_as_one(desk, django_assert_num_queries):
    make_queue(5000)

    with django_assert_num_queries(15):
        response = desk.get(QUEUE)

    assert (response.context["total"], len(response.context["entries"])) == (5000, 50)
    print(f"\nA page of a queue of 5,000 entries: {median(times(desk, 9)):.0f} ms (median of 9).")


def times(desk, rounds):
    """Milliseconds that each round took."""
    taken = []
    for _round in range(rounds):
        began = perf_counter()
        desk.get(QUEUE)
        taken.append((perf_counter() - began) * 1000)
    return taken
