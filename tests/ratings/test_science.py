import subprocess
import sys

ASK = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
import back2itsm.wsgi
import django.urls
django.urls.get_resolver().url_patterns
print(*sorted(name for name in ("numpy", "scipy", "back2itsm.wsgi") if name in sys.modules))
"""


def test_a_web_process_never_imports_numpy_or_scipy():
    found = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)

    assert found.stdout.split() == ["back2itsm.wsgi"]
