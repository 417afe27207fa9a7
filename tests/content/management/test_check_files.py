import io
import os

import pytest
from django.core.management import CommandError, call_command

from content import storing
from tests import factories
from tests.content import stored

ORPHAN = "artefacts/ab/ab3e9f5c-0000-4000-8000-000000000001"

pytestmark = pytest.mark.django_db


def run(*options):
    out = io.StringIO()
    call_command("check_files", *options, stdout=out)
    return out.getvalue()


def old_orphan():
    storing.save(io.BytesIO(b"x"), ORPHAN)
    os.utime(storing.path(ORPHAN), (0, 0))


def test_all_is_well():
    stored.file(factories.artefact())

    assert run() == "1 file in the database, 0 problems.\n"


def test_a_problem_is_a_line_in_words_and_an_exit_code():
    file = stored.file(factories.artefact(), "plan.docx")
    storing.remove(file.store_path)
    out = io.StringIO()

    with pytest.raises(CommandError, match=r"1 file in the database, 1 problem\.") as raised:
        call_command("check_files", stdout=out)

    whose = f"{file.version.artefact.record_number} plan.docx"
    assert raised.value.returncode == 1
    assert out.getvalue().splitlines()[1].split(maxsplit=1) == [
        file.store_path,
        f"the file is missing ({whose})",
    ]


def test_it_sweeps_when_told_to():
    old_orphan()

    with pytest.raises(CommandError):
        run()

    assert run("--sweep") == "Removed: 1\n0 files in the database, 0 problems.\n"


def test_quick_reads_no_file():
    file = stored.file(factories.artefact(), "plan.docx", b"0123456789")
    storing.path(file.store_path).write_bytes(b"9876543210")

    assert run("--quick") == "1 file in the database, 0 problems.\n"
