#!/usr/bin/env python
"""Django's command line for Back2ITSM."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "back2itsm.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as reason:
        # A wrong setting is told in one line that says what to change; a trace would hide it.
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
