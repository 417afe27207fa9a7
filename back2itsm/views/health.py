"""Whether this process can do its work, for whoever starts and stops it."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.http import JsonResponse

from people.reading import read_only

LEAST_FREE_BYTES = 100 * 1024 * 1024
RETRY_AFTER = "10"  # seconds


@read_only
def healthz(request):
    """200 when the database answers and files can be stored, else 503; no figures, nothing written."""
    parts = {"database": database_answers(), "storage": storage_takes(settings.MEDIA_ROOT)}
    is_well = all(parts.values())
    words = {name: "ok" if good else "down" for name, good in parts.items()}
    response = JsonResponse({"status": "ok" if is_well else "down", **words}, status=200 if is_well else 503)
    response["Cache-Control"] = "no-store"
    if not is_well:
        response["Retry-After"] = RETRY_AFTER
    return response


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except Error:
        # A broken connection stays broken: the next request gets a new one.
        connection.close()
        return False


def storage_takes(folder) -> bool:
    """Whether a file of the largest size could be stored in ``folder``, made on first use if need be."""
    place = Path(folder)
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return False
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK) and free >= LEAST_FREE_BYTES
