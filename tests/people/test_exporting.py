import io
import json
import re
import zipfile

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from people import profile
from tests import factories


def opened(pieces):
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def confirmed(client, password="correct horse"):
    """The browser of somebody who has just given the password again."""
    client.post(reverse("account_reauthenticate"), {"password": password})
    return client


def test_a_member_takes_everything_along(client_of, bob):
    profile.take_role(bob, by=bob, kind="manager")
    profile.join_organisation(bob, by=bob, name="St Elsewhere", size_band="1-9", sector="health")

    answer = confirmed(client_of(bob)).post(reverse("settings_data_download"))

    archive = opened(answer)
    people = json.loads(archive.read("people.json"))
    assert archive.testzip() is None
    assert answer["Content-Disposition"] == 'attachment; filename="back2itsm-bob.zip"'
    assert {"people.json", "content.json"} <= set(archive.namelist())
    assert people["member"]["email"] == bob.email
    assert people["addresses"] == [{"email": bob.email, "verified": True, "primary": True}]
    assert people["roles"][0]["kind"] == "manager"
    assert people["affiliations"][0]["organisation"]["name"] == "St Elsewhere"


def test_no_secret_is_in_it(client_of, mona):
    text = (
        opened(confirmed(client_of(mona)).post(reverse("settings_data_download")))
        .read("people.json")
        .decode()
    )

    assert json.loads(text)["second_factors"][0]["kind"] == "totp"
    assert factories.TOTP_SECRET not in text
    assert mona.password not in text


def test_nothing_of_others_is_in_it(client_of, bob, alice):
    factories.artefact(alice, title="Of Alice")
    archive = opened(confirmed(client_of(bob)).post(reverse("settings_data_download")))

    assert b"".join(map(archive.read, archive.namelist())).decode().lower().count("alice") == 0


def test_the_command_writes_the_same(tmp_path, bob, capsys):
    target = tmp_path / "bob.zip"

    call_command("export_user", bob.email.upper(), "--to", str(target))

    with zipfile.ZipFile(target) as archive:
        assert json.loads(archive.read("people.json"))["member"]["slug"] == "bob"
    assert capsys.readouterr().out.startswith(f"{target}: ")


def test_the_command_overwrites_nothing_and_knows_who_is_not_there(tmp_path, bob):
    target = tmp_path / "bob.zip"
    target.write_text("kept")

    for email in (bob.email, "nobody7@example.org"):
        with pytest.raises(CommandError):
            call_command("export_user", email, "--to", str(target))
    assert target.read_text() == "kept"


def test_the_password_is_asked_for_first_and_leads_back_to_the_button(client_of, bob):
    browser = client_of(bob)

    asked = browser.post(reverse("settings_data_download"))
    page = {"password": "correct horse", "next": reverse("settings_data")}
    given = browser.post(reverse("account_reauthenticate"), page)

    assert asked.url == f"{reverse('account_reauthenticate')}?next=%2Fsettings%2Fdata%2F"
    assert given.url == reverse("settings_data")
    assert "people.json" in opened(browser.post(reverse("settings_data_download"))).namelist()


def test_who_has_no_password_enters_a_code_first(client_of, bob):
    bob.set_unusable_password()
    bob.save()
    browser = client_of(bob)
    asked = browser.post(reverse("settings_data_download"))
    browser.post(asked.url, {"send": "1"})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[0].body, re.MULTILINE).group(1)

    right = browser.post(asked.url, {"code": code})

    assert (asked.url, right.url) == (reverse("settings_confirm") + "?for=download", reverse("settings_data"))
    assert "people.json" in opened(browser.post(reverse("settings_data_download"))).namelist()


def test_five_downloads_an_hour_are_enough(client_of, bob):
    browser = confirmed(client_of(bob))

    statuses = [browser.post(reverse("settings_data_download")).status_code for _ in range(6)]

    assert statuses == [200] * 5 + [429]
