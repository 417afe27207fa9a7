"""The web server's door: ``gunicorn back2itsm.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "back2itsm.settings")

application = get_wsgi_application()

# Before the processes part: the views are read once for all of them, and what the collector never looks at again
# stays shared.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
