"""The real settings, changed only in what makes tests fast and keeps them out of ``var/``."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# What somebody has set for their own site must not change a test; the database is theirs to choose.
for name in ("SITE_URL", "HOST", "PORT", "DEBUG", "EMAIL_URL", "ALLOWED_HOSTS", "ALLOW_HTTP", "REDIS_URL"):
    os.environ.pop(name, None)
for name in ("TRUSTED_PROXIES", "X_ACCEL_PREFIX", "SECRET_KEY_FILE", "DEFAULT_FROM_EMAIL", "LOG_LEVEL"):
    os.environ.pop(name, None)
for name in ("CLAMD_SOCKET", "MOST_STORED_BYTES", "MOST_OPEN_DRAFTS"):
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "tests only, and longer than the forty characters asked for"
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="back2itsm-tests-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from back2itsm.settings import *  # noqa: E402, F403  the environment must be clean before they are read
from back2itsm.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and child processes meet in it as they do on a site.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR) / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Nothing is collected for tests; WhiteNoise wants the folder all the same.
(VAR_DIR / "static").mkdir(exist_ok=True)
UNFOUND_SECONDS = 0  # no thread outlives a test
