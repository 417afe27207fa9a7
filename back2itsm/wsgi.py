"""The web server's door: ``gunicorn back2itsm.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "back2itsm.settings")

application = get_wsgi_application()
