"""A member's data as one ZIP, made while it is sent: neither memory nor disk holds it whole."""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder

from people import privacy
from people.zipping import zipped


def export(member) -> Iterator[bytes]:
    """The ZIP in pieces: one JSON file for each room, then the files. Rows are read before the first piece.

    A file the store has lost does not spoil the rest: ``missing.txt`` names it.
    """
    parts = [(f"{holding.name}.json", _json(holding.export(member))) for holding in privacy.holdings()]
    files = [pair for holding in privacy.holdings() for pair in holding.files(member)]
    return zipped([*parts, *files])


def _json(data) -> bytes:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
