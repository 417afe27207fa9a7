"""The demonstration fills a site by the same verbs as people do, once, and says on every page what it is."""

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, F, Max, Min, Sum

from back2itsm.demo.opinions import RING
from content.enums import State, Status
from content.models import Artefact, DownloadMark, Kind, Reply, Version
from moderation.models import Report, Takedown
from people.models import Member
from ratings import batch
from ratings.models import Endorsement, Rating, RingFlag, UseReport
from surveys.models import Answer, Coverage, Need, NeedFigures, PairRanking, Pledge, Response

SENTENCE = "People and work marked (demo) are invented."


@pytest.fixture
def mark(settings, tmp_path):
    settings.DEMO_MARK = tmp_path / "demonstration"
    return settings.DEMO_MARK


def counts():
    rows = (Member, Artefact, Version, Reply, Report, Takedown, Rating, UseReport, Endorsement, RingFlag)
    rows += (Answer, Need, Pledge, Coverage)
    downloads = Artefact.objects.aggregate(all=Sum("downloads"))["all"]
    return [model.objects.count() for model in rows] + [downloads]


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_all_say_what_they_are(mark, capsys):
    call_command("seed_demo")
    first = counts()
    call_command("seed_demo")

    assert counts() == first
    assert first[0] == 76
    assert capsys.readouterr().out.splitlines()[-1] == "The demonstration is here already."
    assert not Member.objects.exclude(name__endswith=" (demo)").exists()
    assert not Member.objects.exclude(email__endswith="@demo.invalid").exists()
    assert Artefact.objects.filter(status=Status.PUBLISHED).count() >= 40
    assert Version.objects.filter(state=State.SUBMITTED).count() >= 10
    assert [member.has_usable_password() for member in Member.objects.all()] == [False] * 76
    # A year of ratings, with their ring and their brigade found and nobody judged by it.
    assert (first[6] > 200, first[7] > 60, first[8] > 50) == (True, True, True)
    days = Rating.objects.aggregate(first=Min("created_at"), last=Max("created_at"))
    assert (days["last"] - days["first"]).days > 300
    assert {*RingFlag.objects.values_list("finding", "verdict")} == {("ring", "open"), ("burst", "open")}
    assert {*RingFlag.objects.get(finding="ring").members.values_list("name", flat=True)} == {
        f"{name} (demo)" for name in RING
    }
    # Nobody speaks of what was not there yet, praises what they dropped, or tells of another house than theirs.
    assert not Rating.objects.filter(created_at__lt=F("version__published_at")).exists()
    assert not Rating.objects.filter(overall__gte=4, use_report__adoption="dropped").exists()
    told = UseReport.objects.filter(by__affiliations__isnull=False)
    doers = told.exclude(by__affiliations__organisation__sector="it-services")
    assert (
        doers.count() > 30,
        doers.exclude(sector=F("by__affiliations__organisation__sector")).count(),
    ) == (True, 0)
    assert batch.drift() == 0
    assert not Rating.objects.exclude(text="").exclude(text__endswith="(Demonstration)").exists()
    assert Response.objects.filter(is_demo=True).count() == Response.objects.count() == 140
    assert set(Pledge.objects.values_list("state", flat=True)) == {"kept", "late", "open", "released"}
    assert set(Need.objects.values_list("state", flat=True)) == {"waiting", "open", "claimed", "delivered"}
    assert NeedFigures.objects.filter(focus__gt=0).count() == 12
    assert NeedFigures.objects.filter(after_n__gte=5).exists()
    ranked = PairRanking.objects.get()
    assert (len(ranked.payload["items"]), ranked.final) == (12, True)
    # More took a work than used it, and no mark of an invented visitor is left.
    shown = Artefact.objects.filter(status=Status.PUBLISHED)
    assert not shown.annotate(uses=Count("use_reports")).filter(downloads__lte=F("uses")).exists()
    assert not DownloadMark.objects.exists()


@pytest.mark.django_db
def test_a_database_without_its_tables_is_one_sentence_and_no_mark(mark):
    MigrationRecorder.Migration.objects.filter(app="surveys").delete()

    with pytest.raises(CommandError, match=r"^The database is not prepared: .* first\.$"):
        call_command("seed_demo")

    assert not mark.exists()


@pytest.mark.django_db
def test_what_was_broken_off_leaves_no_half_that_passes_for_all_of_it(mark):
    Kind.objects.filter(slug="policy").delete()  # drafts are made of the plans before it, then one fails

    with pytest.raises(KeyError):
        call_command("seed_demo")

    assert (Member.objects.count(), Artefact.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_every_page_of_a_demonstration_says_so(client, client_of, mona, mark):
    mark.touch()

    assert SENTENCE in client.get("/").content.decode()
    assert SENTENCE in client.get("/artefacts/").content.decode()
    assert SENTENCE in client_of(mona).get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_site_without_it_says_nothing(client, mark):
    assert SENTENCE not in client.get("/").content.decode()
