"""How the files of a form reach the disk: in the store's own ``.incoming``, which the nightly sweep clears.

Django's handlers leave a file behind in the system's folder when a worker is killed in mid-upload, and a full
disk loses what was typed beside it. This one drops the file, marks the request and lets the rest through.
"""

import errno
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from content.storing import INCOMING

_FULL = {errno.ENOSPC, errno.EDQUOT}


def store_was_full(request):
    """Whether a file of this form found no room."""
    return bool(request.POST is not None and getattr(request, "no_room", False))  # reading it is what tells


class IncomingHandler(FileUploadHandler):
    """Streams each file to disk, whatever its size: memory stays as it is."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        vars(self).pop("file", None)  # the former one is complete: the parser must not close it
        with self._room():
            folder = Path(settings.MEDIA_ROOT, INCOMING)
            folder.mkdir(parents=True, exist_ok=True)
            draft = tempfile.NamedTemporaryFile(dir=folder, suffix=".upload", buffering=0)  # noqa: SIM115  the request closes it
            self.file = UploadedFile(draft, self.file_name, self.content_type, 0, self.charset)

    def receive_data_chunk(self, raw_data, start):
        with self._room():
            left = memoryview(raw_data)
            while left:
                left = left[self.file.write(left) :]

    def file_complete(self, file_size):
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self):
        with suppress(OSError, AttributeError):
            self.file.close()

    @contextmanager
    def _room(self):
        try:
            yield
        except OSError as error:
            if error.errno not in _FULL:
                raise
            self.request.no_room = True
            raise SkipFile from error
