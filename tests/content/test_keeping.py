import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from content import keeping, storing
from content.models import FileContent
from tests import factories
from tests.content import stored

ORPHAN = "artefacts/ab/ab3e9f5c-0000-4000-8000-000000000001"
ORPHAN_PICTURE = "previews/ab/ab3e9f5c-0000-4000-8000-000000000001/page-1.webp"

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    """A file with a row, bytes and one picture."""
    file = stored.file(factories.artefact(), "plan.docx", b"0123456789")
    storing.save(io.BytesIO(b"picture"), f"{file.preview_folder}/page-1.webp")
    FileContent.objects.create(file=file, pictures=["page-1.webp"])
    return file


def make_old(place, minutes=61):
    then = (timezone.now() - timedelta(minutes=minutes)).timestamp()
    os.utime(place, (then, then))


def make_all_old():
    for found in storing.walk():
        make_old(storing.path(found.relative))


def found(**how):
    return [(problem.place, problem.wrong) for problem in keeping.check(timezone.now(), **how)]


def kept():
    return {found.relative for found in storing.walk()}


def half_file(settings, minutes):
    place = Path(settings.MEDIA_ROOT, storing.INCOMING, f"half-{minutes}")
    place.write_bytes(b"half")
    make_old(place, minutes)
    return place


def test_rows_and_store_agree(file):
    make_all_old()

    assert found() == []


def test_a_missing_file_is_found(file):
    storing.remove(file.store_path)

    assert found() == [(file.store_path, "the file is missing")]


def test_another_length_is_found(file):
    storing.path(file.store_path).write_bytes(b"01234")

    assert found(quick=True) == [(file.store_path, "5 bytes instead of 10")]


def test_one_flipped_byte_is_found_by_reading(file):
    storing.path(file.store_path).write_bytes(b"0123456780")

    assert (found(), found(quick=True)) == ([(file.store_path, "its content has changed")], [])


def test_a_missing_picture_is_found(file):
    storing.remove(file.preview_folder)

    assert found() == [(f"{file.preview_folder}/page-1.webp", "a preview picture is missing")]


def test_a_problem_names_the_artefact_and_the_file(file):
    storing.remove(file.store_path)

    (problem,) = keeping.check(timezone.now())

    assert problem.file == f"{file.version.artefact.record_number} plan.docx"


def test_files_without_a_row_are_found_once_they_are_old(file):
    for place in (ORPHAN, ORPHAN_PICTURE, "artefacts/ab/odd", f"{file.preview_folder}/page-2.webp"):
        storing.save(io.BytesIO(b"x"), place)
    young = found()
    make_all_old()

    places = {place for place, wrong in found() if wrong == "no row names it"}

    assert young == []
    assert places == {ORPHAN, ORPHAN_PICTURE, "artefacts/ab/odd", f"{file.preview_folder}/page-2.webp"}


def test_half_files_are_found_once_they_are_old(file, settings):
    half_file(settings, 61)
    half_file(settings, 59)

    assert found() == [(".incoming/half-61", "came in only half")]


def test_the_sweep_removes_what_is_old_and_nameless_and_nothing_else(file, settings):
    storing.save(io.BytesIO(b"x"), ORPHAN)
    storing.save(io.BytesIO(b"x"), ORPHAN_PICTURE)
    make_all_old()
    storing.save(io.BytesIO(b"x"), "artefacts/ab/young")
    old, young = half_file(settings, 61), half_file(settings, 59)

    removed = keeping.sweep(timezone.now())

    assert removed == 3
    assert kept() == {file.store_path, f"{file.preview_folder}/page-1.webp", "artefacts/ab/young"}
    assert (old.exists(), young.exists()) == (False, True)
    assert not storing.path(ORPHAN_PICTURE).parent.exists()


def test_the_sweep_may_be_repeated(file):
    storing.save(io.BytesIO(b"x"), ORPHAN)
    make_all_old()

    assert [keeping.sweep(timezone.now()) for _ in range(2)] == [1, 0]


def test_a_rolled_back_row_leaves_a_file_that_the_sweep_takes(file):
    file.delete()
    make_all_old()

    assert (keeping.sweep(timezone.now()), kept(), found()) == (2, set(), [])


@pytest.mark.parametrize("count", [1, 3])
def test_a_check_costs_two_queries_for_any_number_of_files(count, django_assert_num_queries):
    artefact = factories.artefact()
    for number in range(count):
        stored.file(artefact, f"plan-{number}.docx")
    make_all_old()

    with django_assert_num_queries(2):
        assert found() == []
