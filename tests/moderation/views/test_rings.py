"""Findings and raters at the desk: what is shown, what a decision does, and what the pages cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Artefact
from moderation.models import Decision
from people import profile
from people.models import Mail
from ratings import batch, finding, judging
from ratings.models import Rating, RingFlag, TrustMark
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


def words(response):
    text = response.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


@pytest.fixture
def desk(client_of, mona):
    return client_of(mona)


def a_ring(name, things=3, members=4):
    """Members who gave the same new things five stars; two of them work at the same place."""
    people = [factories.member(f"{name} {number}") for number in range(members)]
    for person in people[:2]:
        profile.join_organisation(person, by=person, name=f"{name} Ltd", name_shown=True)
    for number in range(things):
        artefact = factories.artefact(title=f"{name} thing {number} " + "long " * 30)
        for person in people:
            rate(artefact, person, 5, trust=1.0)
    return people


def found():
    finding.find()
    return RingFlag.objects.order_by("pk")


def act(client, flag, name, **data):
    return client.post(f"/admin/rings/{flag.pk}/", {"act": name, "message": "They are one firm."} | data)


def test_the_list_shows_what_is_open_and_what_was_decided(desk):
    a_ring("Acme")
    rings = found()
    page = words(desk.get("/admin/rings/"))

    assert "4 members who agree on 3 artefacts" in page
    assert "Open (1)" in page
    assert "Acme thing 0 long" in page
    act(desk, rings[0], "dismiss")
    assert "Nothing here" in words(desk.get("/admin/rings/"))
    assert "Dismissed, " in words(desk.get("/admin/rings/?show=dismissed"))
    assert "Rings and bursts (0 open)" in desk.get("/admin/").content.decode()


def test_a_finding_says_who_what_when_and_where_they_work(desk):
    people = a_ring("Acme")
    rate(Artefact.objects.first(), factories.member("Honest"), 2)
    page = words(desk.get(f"/admin/rings/{found()[0].pk}/"))

    assert "They share an organisation:</strong> Acme Ltd" in page
    assert "4 of 5" in page
    assert [person.name in page for person in people] == [True] * 4
    assert "Honest" not in page
    assert "6 pairs agree on three or more things" in page


def test_each_decision_is_one_act_with_a_line_in_the_log(desk, mona):
    a_ring("Acme")
    flag = found()[0]
    seen = []
    for name in ("confirm", "confirm", "take-out", "take-out", "put-back", "dismiss", "unheard-of"):
        act(desk, flag, name)
        out = Rating.objects.filter(state="quarantined").count()
        seen.append((RingFlag.objects.get().verdict, out, Artefact.objects.first().rating_count))
    page = words(desk.get(f"/admin/rings/{flag.pk}/"))

    assert seen == [
        ("confirmed", 0, 4),
        ("confirmed", 0, 4),
        ("confirmed", 12, 0),
        ("confirmed", 12, 0),
        ("confirmed", 0, 4),
        ("dismissed", 0, 4),
        ("dismissed", 0, 4),
    ]
    log = Decision.objects.order_by("pk").values_list("act", "before", "after", "message", "by")
    said = ("They are one firm.", mona.pk)
    assert list(log) == [
        ("confirm-ring", "open", "confirmed", *said),
        ("take-out", "confirmed", "confirmed", *said),
        ("put-back", "confirmed", "confirmed", *said),
        ("dismiss-ring", "confirmed", "dismissed", *said),
    ]
    assert batch.drift() == 0
    assert "They are one firm." in page


def test_what_was_taken_out_is_not_offered_again_until_there_is_more(desk):
    people = a_ring("Acme")
    flag = found()[0]
    offers = []

    def look():
        page = words(desk.get(f"/admin/rings/{flag.pk}/"))
        offers.append(("Take its ratings out" in page, "Put its ratings back" in page))

    look()
    act(desk, flag, "confirm")
    look()
    act(desk, flag, "take-out")
    look()
    rate(factories.artefact(title="One more"), people[0], 5)
    look()

    assert offers == [(True, False), (True, False), (False, True), (True, True)]


def test_nobody_decides_on_a_ring_they_are_in(desk, mona):
    a_ring("Acme")
    factories.moderator("Milo")
    for artefact in Artefact.objects.all():
        rate(artefact, mona, 5)
    flag = found()[0]

    answer = act(desk, flag, "dismiss")

    assert RingFlag.objects.get().verdict == "open"
    assert answer.status_code == 200
    assert "Dismiss the finding" not in words(answer)


def test_a_rater_s_history_has_everything(desk, client_of, bob):
    people = a_ring("Acme")
    extra = factories.artefact(title="Left alone")
    rate(extra, people[0], 4)
    rate(extra, people[0], 3, text="On second thoughts.")
    judging.report_use(extra, by=people[0], adoption="as-is", where="A bank")
    gone = factories.artefact(title="Taken back")
    rate(gone, people[0], 5)
    judging.withdraw(gone, by=people[0])
    found()

    page = words(desk.get(f"/admin/raters/{people[0].pk}/"))

    for said in ("Acme thing 2", "1.00", "Until ", "On second thoughts.", "A bank", "Taken back"):
        assert said in page
    assert "4 members who agree on 3 artefacts" in page
    assert "No ratings." in words(desk.get(f"/admin/raters/{bob.pk}/"))
    assert "Acme 0" in words(desk.get("/admin/raters/?q=ACME"))
    assert "Nobody found" in words(desk.get("/admin/raters/?q=nobody+like+this"))
    assert f"/admin/raters/{bob.pk}/" in words(desk.get(bob.get_absolute_url()))
    assert "/admin/" not in words(client_of(bob).get(bob.get_absolute_url()))


def test_a_seed_is_granted_and_taken_with_a_reason(desk, bob, mona):
    url = f"/admin/raters/{bob.pk}/"
    without = desk.post(url, {"act": "seed", "message": ""})
    refused = TrustMark.objects.filter(is_seed=True).exists()
    granted = desk.post(url, {"act": "seed", "message": "Met at the conference."})
    shown = words(desk.get("/admin/raters/"))
    desk.post(url, {"act": "no-seed", "message": "Left the trade."})

    assert (refused, "Write down why" in words(without), granted["Location"]) == (False, True, url)
    assert ("Bob" in shown, "as a moderator" in shown) == (True, True)
    log = Decision.objects.order_by("pk").values_list("act", "subject", "member", "message")
    assert list(log) == [
        ("seed", "Bob", bob.pk, "Met at the conference."),
        ("no-seed", "Bob", bob.pk, "Left the trade."),
    ]
    assert not TrustMark.objects.filter(is_seed=True).exists()
    assert "Left the trade." in words(desk.get(url))
    desk.post(f"/admin/raters/{mona.pk}/", {"act": "seed", "message": "Me."})  # the only moderator may
    assert Decision.objects.first().remark != ""


def test_a_member_is_suspended_and_let_back_with_a_reason(desk, client_of, mona, bob):
    rate(factories.artefact(), bob, trust=1.0)
    his, page = client_of(bob), f"/admin/raters/{bob.pk}/"

    unsaid = words(desk.post(page, {"act": "suspend", "message": ""}))
    said = words(desk.post(page, {"act": "suspend", "message": "Sold votes."}, follow=True))
    weight = Rating.objects.values_list("w", "w_new").get()
    statuses = his.get("/settings/").status_code, his.get(bob.get_absolute_url()).status_code
    desk.post(page, {"act": "suspend", "message": "Again."})
    desk.post(page, {"act": "let-back", "message": "Heard him."})
    desk.post(f"/admin/raters/{mona.pk}/", {"act": "suspend", "message": "Mine."})

    assert "Write down why: the log keeps it" in unsaid
    assert ("Bob is suspended" in said, "Let the member back" in said) == (True, True)
    assert (weight, statuses) == ((0, 10_000), (302, 404))
    log = Decision.objects.order_by("pk").values_list("act", "before", "after", "member", "message")
    assert list(log) == [
        ("suspend", "active", "suspended", bob.pk, "Sold votes."),
        ("let-back", "suspended", "active", bob.pk, "Heard him."),
    ]
    mails = Mail.objects.order_by("pk").values_list("address", "subject")
    assert list(mails) == [
        (bob.email, "Your account is suspended"),
        (bob.email, "Your account is open again"),
    ]
    assert type(bob).objects.get(pk=bob.pk).is_active


@pytest.mark.parametrize("rows", [1, 3])
def test_what_the_pages_cost(desk, rows):
    for number in range(rows + 1):  # one is decided, the others are open
        people = a_ring(f"Firm {number}", things=2 + rows, members=3 + rows)
    flag = found().last()
    act(desk, flag, "confirm")
    urls = (
        "/admin/rings/?show=open",
        f"/admin/rings/{flag.pk}/",
        f"/admin/raters/{people[0].pk}/",
        "/admin/raters/",
    )
    taken = []
    for url in urls:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url).status_code == 200
        taken.append(len(queries))

    assert taken == [7, 17, 13, 5]


def test_a_finding_that_somebody_else_decided_meanwhile_is_looked_at_again(desk):
    a_ring("Acme")
    ring = found()[0]
    assert '<input type="hidden" name="seen" value="0">' in words(desk.get(f"/admin/rings/{ring.pk}/"))
    act(desk, ring, "confirm", seen="0")

    response = act(desk, ring, "dismiss", seen="0")

    ring.refresh_from_db()
    assert (ring.verdict, Decision.objects.count()) == ("confirmed", 1)
    assert "Somebody decided on this finding meanwhile. Look at it again." in response.content.decode()
    assert "They are one firm." in words(response)
