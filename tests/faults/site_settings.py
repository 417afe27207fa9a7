"""The real settings; static files from where they are written, for collecting them takes longer than the faults."""

from back2itsm.settings import *  # noqa: F403
from back2itsm.settings import STORAGES, VAR_DIR

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
(VAR_DIR / "static").mkdir(exist_ok=True)
