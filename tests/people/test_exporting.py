import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from people import profile
from tests import factories


def opened(pieces):
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_a_member_takes_everything_along(client_of, bob):
    profile.take_role(bob, by=bob, kind="manager")
    profile.join_organisation(bob, by=bob, name="St Elsewhere", size_band="1-9", sector="health")

    answer = client_of(bob).post(reverse("settings_data_download"))

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
    text = opened(client_of(mona).post(reverse("settings_data_download"))).read("people.json").decode()

    assert json.loads(text)["second_factors"][0]["kind"] == "totp"
    assert factories.TOTP_SECRET not in text
    assert mona.password not in text


def test_nothing_of_others_is_in_it(client_of, bob, alice):
    factories.artefact(alice, title="Of Alice")
    archive = opened(client_of(bob).post(reverse("settings_data_download")))

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
