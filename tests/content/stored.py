"""Files with real bytes in the store of the test."""

import hashlib
import io
import uuid

from content import storing
from content.models import File


def unsaved(name="plan.docx", content=b"0123456789", **fields):
    """A File that only the store knows."""
    digest = hashlib.sha256(content).hexdigest()
    extension = name.rpartition(".")[2]
    file = File(uuid=uuid.uuid4(), name=name, extension=extension, size=len(content), sha256=digest, **fields)
    storing.save(io.BytesIO(content), file.store_path)
    return file


def file(artefact, name="plan.docx", content=b"0123456789", **fields):
    """A File of the artefact's newest version."""
    made = unsaved(name, content, version=artefact.versions.newest_first().first(), **fields)
    made.save()
    return made
