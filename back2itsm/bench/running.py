"""One library measured from inside and outside."""

import json
import subprocess

from back2itsm.bench import libraries, outside, ratings, uploads

SURVEYED = 10_000  # the library in which surveys are measured: they do not depend on its size


def measure(engine, size, turns, requests, seconds, say, *, fresh=False):
    """The results of one library, as back2itsm.bench.report takes them."""
    with libraries.opened(engine, size, say, fresh=fresh) as library:
        say(f"Measuring {library.name}: in the process")
        numbers = ["--turns", str(turns), "--requests", str(requests)]
        inside = library.manage("bench", "--inside", *numbers, stdout=subprocess.PIPE, text=True)
        say(f"Measuring {library.name}: through the network")
        result = {
            "engine": engine,
            "size": size,
            "made": libraries.made_in(library),
            "inside": json.loads(inside.stdout),
            "outside": outside.measure(library, turns, seconds),
            "uploads": uploads.measure(library),
            "desk": json.loads(library.manage("bench", "--desk", stdout=subprocess.PIPE, text=True).stdout),
            "ratings": ratings.measure(library, say),
        }
        if size == SURVEYED:
            result["surveys"] = json.loads(
                library.manage("bench", "--surveys", stdout=subprocess.PIPE, text=True).stdout
            )
        (library.folder / "last.json").write_text(json.dumps(result))
        return result
