"""The floor behind a web server of its own: the site's database and settings, Django's default middleware."""

import django
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

django.setup(set_prefix=False)

from back2itsm.bench import floor  # noqa: E402  models can be imported only now

override_settings(**floor.SETTINGS).enable()
application = WSGIHandler()
