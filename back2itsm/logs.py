"""One event, one line of JSON: nothing a visitor sends can start a new line."""

import json
import logging

LONGEST_EVENT = 1000  # characters; what a visitor sends may be repeated in it


class JsonFormatter(logging.Formatter):
    def format(self, record):
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "from": record.name,
            "event": record.getMessage()[:LONGEST_EVENT],
        }
        # A refused request, such as one for a host that is not ours, is no fault of ours to be traced.
        if record.exc_info and not record.name.startswith("django.security."):
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=True)
