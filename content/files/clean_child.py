"""The process that removes properties: `python -m content.files.clean_child SOURCE NAME OUTDIR`.

As cut off and as bounded as the reading process; writes OUTDIR/result.json and, if it came that far,
the cleaned file as OUTDIR/cleaned.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

from content.files import cleaning, guard, limits
from content.files.child import RESULT, outcome_of_error
from content.files.kinds import Kind, kind_for
from content.files.outcome import OK, REASONS, REFUSED, Unfit
from content.files.text import line

CLEANED = "cleaned"
MAX_REMOVED = 200
MAX_WORDS = 200  # characters

Answer = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Clean one file and write the result; return the exit code."""
    limits.cut_network()
    limits.set_limits()
    warnings.simplefilter("ignore")
    source, name, out = arguments
    kind = kind_for(name)
    answer = _answer(REFUSED) if kind is None else attempt(Path(source), kind, Path(out, CLEANED))
    Path(out, RESULT).write_text(json.dumps(answer), encoding="ascii")
    return 0


def attempt(source: Path, kind: Kind, out_path: Path) -> Answer:
    """Check and clean `source`; every exception becomes an outcome."""
    try:
        guard.check(source, kind)
        removed = cleaning.clean(source, kind, out_path)
    except Unfit as stop:
        return _answer(stop.outcome, stop.reason)
    except BaseException as error:  # as many types as there are ways to be broken
        return _answer(outcome_of_error(error))
    return _answer(OK, removed=[line(words, MAX_WORDS) for words in removed[:MAX_REMOVED]])


def _answer(outcome: str, reason: str = "", removed: list[str] | None = None) -> Answer:
    return {"outcome": outcome, "reason": reason or REASONS[outcome], "removed": removed or []}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
