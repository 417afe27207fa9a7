"""Where something was made or used, as slugs that can be compared: "size:50-249", "tool:acme desk".

An aspect is ``size``, ``sector``, ``maturity`` or ``tool``. The first three have closed lists of values; tools
are what people type, told apart without regard to case and spaces.
"""

import re

ASPECTS = ("size", "sector", "maturity", "tool")
MOST_TOOLS = 10
_SEPARATORS = re.compile(r"[,;/\n]| and | \+ ")


def slugs_of(*, made_for, used_in):
    """All slugs of one artefact: ``made_for`` is {aspect: value}, ``used_in`` {aspect: [values]}."""
    found = {slug for aspect, value in made_for.items() for slug in slugs(aspect, value)}
    return found | {
        slug for aspect, values in used_in.items() for value in values for slug in slugs(aspect, value)
    }


def slugs(aspect, value):
    """The slugs of one value: none where nothing is said, several where a text names several tools."""
    values = tools_in(value) if aspect == "tool" else [value]
    return [f"{aspect}:{one}" for one in values if one]


def tools_in(text):
    """The tools named in what somebody typed, in lower case."""
    found = (" ".join(part.split()).casefold()[:90] for part in _SEPARATORS.split(text or ""))
    return list(dict.fromkeys(filter(None, found)))[:MOST_TOOLS]
