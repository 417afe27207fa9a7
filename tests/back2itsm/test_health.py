import os

import pytest
from django.db import OperationalError, connection

from back2itsm.views.health import storage_takes


@pytest.mark.django_db
def test_a_healthy_process_says_so(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert response.json() == {"status": "ok", "database": "ok", "storage": "ok"}
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert dict(response.cookies) == {}


@pytest.mark.django_db
def test_a_database_that_is_down_is_503(client):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")

    assert response.json() == {"status": "down", "database": "down", "storage": "ok"}
    assert (response.status_code, response["Retry-After"]) == (503, "10")


def test_storage_that_is_a_file_takes_nothing(tmp_path):
    (tmp_path / "store").write_text("")

    assert storage_takes(tmp_path / "store" / "files") is False


def test_storage_is_made_on_first_use(tmp_path):
    assert storage_takes(tmp_path / "not" / "yet") is True


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_storage_without_permission_takes_nothing(tmp_path):
    tmp_path.chmod(0o500)

    assert storage_takes(tmp_path) is False
