"""Mail without a mail server: kept in a folder and told on the console, so that a first run needs none."""

import os
import re
import sys
import uuid
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

# A code stands alone on its line: "BCDF-GHJK", "123-456-789".
CODE = re.compile(r"^[ \t]*([A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){0,2})[ \t\r]*$", re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class FolderBackend(BaseEmailBackend):
    """Each mail becomes one ``.eml`` file in EMAIL_FILE_PATH and one line on the console.

    The line holds a code only where the site runs on plain http, that is on one's own machine: elsewhere a
    code in a log would be somebody else's key.
    """

    def __init__(self, *args, file_path=None, stream=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)
        self.stream = stream

    def send_messages(self, messages):
        """How many were kept."""
        kept = [self._keep(message) for message in messages if message.recipients()]
        return len(kept)

    def _keep(self, message):
        content = message.message().as_bytes(linesep="\r\n")
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{timezone.now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:12]}.eml"
        draft = self.folder / f".{name}"
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
        draft.rename(self.folder / name)
        print(told(message, name), file=self.stream or sys.stderr, flush=True)
        return name


def told(message, name: str) -> str:
    """One line about a mail: nothing in it can start a second one."""
    parts = [f"Mail to {', '.join(message.recipients())}: {message.subject}"]
    code = find_code(message.body)
    if code and not settings.SITE_IS_SECURE:
        parts.append(f"code {code}")
    parts.append(f"kept as {name}")
    return CONTROL.sub(" ", " | ".join(parts))


def find_code(body: str) -> str:
    """The sign-in or confirmation code in a mail's text, or an empty string."""
    found = CODE.search(body)
    return found.group(1) if found else ""
