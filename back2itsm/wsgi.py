"""The web server's door: ``gunicorn back2itsm.wsgi``."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from back2itsm.door import Door

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "back2itsm.settings")

application = get_wsgi_application()
if not settings.DEBUG:  # while one changes the site, each page is made anew
    application = Door(application)

# Before the processes part: the views are read once for all of them, and what the collector never looks at again
# stays shared.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
