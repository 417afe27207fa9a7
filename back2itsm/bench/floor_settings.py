"""The site's settings with the floor's middleware and addresses: what the floor's own web server runs on."""

from back2itsm.bench import floor_middleware
from back2itsm.settings import *  # noqa: F403  the same database and caches as the site

MIDDLEWARE = floor_middleware.MIDDLEWARE
ROOT_URLCONF = "back2itsm.bench.floor"
