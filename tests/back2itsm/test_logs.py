import json
import logging

import pytest

from back2itsm.logs import LONGEST_EVENT, JsonFormatter


@pytest.mark.parametrize("host", ["elsewhere.example", "x" * 9000, "a\r\nb"])
def test_a_host_that_is_not_ours_leaves_one_short_line(client, caplog, host):
    answer = client.get("/about/", headers={"host": host})

    [record] = [record for record in caplog.records if record.name == "django.security.DisallowedHost"]
    line = JsonFormatter().format(record)
    assert (answer.status_code, "\n" in line, "trace" in json.loads(line)) == (400, False, False)
    assert len(json.loads(line)["event"]) <= LONGEST_EVENT


def test_a_fault_of_ours_is_traced(caplog):
    try:
        raise ValueError("ours")
    except ValueError:
        logging.getLogger("back2itsm").exception("It broke")

    assert "ValueError: ours" in json.loads(JsonFormatter().format(caplog.records[0]))["trace"]
