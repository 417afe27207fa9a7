import email
from io import StringIO

import pytest
from django.core.mail import EmailMessage

from back2itsm.mail import FolderBackend, find_code, told


@pytest.fixture
def mail():
    return EmailMessage("Sign-in code", "Hello,\n\nBCDF-GHJK\n\nBye", "us@example.org", ["alice@example.org"])


def test_a_mail_is_kept_in_the_folder_and_told(tmp_path, mail):
    told_to = StringIO()

    sent = FolderBackend(file_path=tmp_path / "mail", stream=told_to).send_messages([mail, mail])

    kept = sorted((tmp_path / "mail").iterdir())
    assert (sent, len(kept)) == (2, 2)
    assert email.message_from_bytes(kept[0].read_bytes())["To"] == "alice@example.org"
    assert told_to.getvalue().count("code BCDF-GHJK") == 2


def test_a_kept_mail_is_for_its_owner_alone(tmp_path, mail):
    FolderBackend(file_path=tmp_path, stream=StringIO()).send_messages([mail])

    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600]


def test_a_mail_to_nobody_is_not_kept(tmp_path):
    sent = FolderBackend(file_path=tmp_path, stream=StringIO()).send_messages([EmailMessage("To nobody")])

    assert (sent, list(tmp_path.iterdir())) == (0, [])


def test_a_public_sites_console_shows_no_code(settings, mail):
    settings.SITE_IS_SECURE = True

    assert told(mail, "a.eml") == "Mail to alice@example.org: Sign-in code | kept as a.eml"


def test_a_subject_cannot_start_a_second_line(mail):
    mail.subject = "Hello\r\nMail to bob: \u2028x"

    assert told(mail, "a.eml").splitlines() == [
        "Mail to alice@example.org: Hello Mail to bob:  x | code BCDF-GHJK | kept as a.eml"
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Your code:\n\nBCDF-GHJK\n\nBye", "BCDF-GHJK"),
        ("Your code:\r\n\r\n123-456-789\r\n", "123-456-789"),
        ("No code here.", ""),
        ("Call 123-456 now", ""),
    ],
)
def test_a_code_stands_alone_on_its_line(body, code):
    assert find_code(body) == code
