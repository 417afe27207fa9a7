"""Both pictures of the house: which room may know which, and what stands on what inside a room.

If a test here fails, move the code; do not extend the lists.
"""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
KNOWS = {
    "people": set(),
    "content": {"people"},
    "ratings": {"content", "people"},
    "surveys": {"content", "people"},
    "moderation": {"ratings", "surveys", "content", "people"},
    "back2itsm": {"moderation", "ratings", "surveys", "content", "people"},
}
# From top to bottom; what is in no list is a verb.
URLS, EDGE, PANELS, FORMS, VERBS, MODELS, LEAVES = range(7)
LAYERS = {
    URLS: {"urls"},
    EDGE: {"views", "admin", "feeds", "api", "sitemaps", "management"},
    PANELS: {"panels"},
    FORMS: {"forms", "account_forms"},
    MODELS: {"models"},
    LEAVES: {"rules", "enums", "answers", "naming", "files", "markdown", "ranges"}
    | {"scoring", "trust", "rings", "neighbours", "gaps", "intervals", "weighting", "pairwise", "charts"},
}


def layer(module):
    """Which layer ``content.files.guard`` belongs to: its second name decides."""
    name = module.split(".")[1] if "." in module else ""
    return next((number for number, names in LAYERS.items() if name in names), VERBS)


def imports(path):
    """Full names of what a file imports from our rooms, wherever in it the import stands."""
    package = path.relative_to(HOUSE).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join([*start, *filter(None, [node.module])])
            names = [f"{origin}.{alias.name}" for alias in node.names]
        yield from (name for name in names if name.split(".")[0] in KNOWS)


def all_imports():
    """[(importing module, imported name)] of the whole house; apps.py and migrations are Django's."""
    for room in KNOWS:
        for path in sorted((HOUSE / room).rglob("*.py")):
            module = ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")
            if path.name != "apps.py" and "migrations" not in path.parts:
                yield from ((module, name) for name in imports(path))


def room(module):
    return module.split(".")[0]


@pytest.mark.parametrize("name", KNOWS)
def test_a_room_imports_only_rooms_below_it(name):
    wrong = [(m, i) for m, i in all_imports() if room(m) == name and room(i) not in KNOWS[name] | {name}]

    assert wrong == []


def test_inside_a_room_imports_point_downwards():
    wrong = [(m, i) for m, i in all_imports() if room(m) == room(i) and layer(i) < layer(m)]

    assert wrong == []


def test_views_are_imported_by_urls_only():
    viewed = [(m, i) for m, i in all_imports() if layer(i) == EDGE and i.split(".")[1] == "views"]

    assert [(m, i) for m, i in viewed if not (layer(m) == URLS or m.startswith(room(i) + ".views"))] == []
    assert viewed != []


def test_leaves_import_no_models():
    wrong = [(m, i) for m, i in all_imports() if layer(m) == LEAVES and layer(i) != LEAVES]

    assert wrong == []
