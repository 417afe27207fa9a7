"""Loads a file of terms (content/data/*.toml) into the taxonomy, for migrations and for emptied databases."""

import tomllib
from pathlib import Path

from django.utils.text import slugify

DATA = Path(__file__).parent / "data"
FIRST = "taxonomy_1.toml"


def load(get_model, name=FIRST):
    """Add the terms and licences of a file that are not there yet; what an editor changed stays as it is.

    ``get_model("Practice")`` answers the model: that of a migration's moment, or today's.
    """
    terms = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    _add(get_model("Practice"), "slug", _practices(terms["practices"]))
    _add(get_model("Framework"), "slug", _frameworks(terms["frameworks"]))
    _add(get_model("Audience"), "slug", _plain(terms["audiences"]))
    _add(get_model("Kind"), "slug", _kinds(terms["kinds"]))
    _add(get_model("Licence"), "spdx", _licences(terms["licences"]))


def _add(model, key, rows):
    known = set(model.objects.values_list(key, flat=True))
    # Two loaders at once both find nothing: the unique constraint keeps one row.
    model.objects.bulk_create([model(**row) for row in rows if row[key] not in known], ignore_conflicts=True)


def _practices(data):
    edition = data["edition"]
    rows = [
        {"label": label, "slug": slugify(label), "group": group, "synonyms": synonyms, "edition": edition}
        for group, practices in data["groups"].items()
        for label, synonyms in practices.items()
    ]
    return _in_order(rows)


def _frameworks(data):
    rows = [
        {"slug": slug, "family": family, "label": label, "edition": edition}
        for slug, (family, label, edition) in data.items()
    ]
    return _in_order(rows)


def _plain(data):
    return _in_order([{"slug": slug, "label": label} for slug, label in data.items()])


def _kinds(data):
    pairs = {slug: value if isinstance(value, list) else [value, "plain"] for slug, value in data.items()}
    rows = [{"slug": slug, "label": label, "shape": shape} for slug, (label, shape) in pairs.items()]
    return _in_order(rows)


def _licences(data):
    return _in_order(data)


def _in_order(rows):
    """Tens, so that an editor can put a term in between."""
    return [row | {"order": 10 * number} for number, row in enumerate(rows, 1)]
