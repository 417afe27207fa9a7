"""A taken-over child cannot smuggle anything past the check of its answer."""

import copy

import pytest

from content.files.answer import Untrusted, checked

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><g></g></svg>'
DRAWN = {"name": "D", "svg": SVG, "shapes": 1, "edges": 0}
ANSWER = {
    "outcome": "ok",
    "reason": "",
    "kind": "md",
    "network": "unshared",
    "parts": [["page 1", "Text"]],
    "facts": ["1 page"],
    "preview": {},
    "pictures": [],
    "findings": [],
}
PREVIEWS = [
    {
        "form": "document",
        "truncated": False,
        "blocks": [
            {"t": "h", "level": 1, "text": "A"},
            {"t": "p", "text": "B"},
            {"t": "li", "level": 0, "text": "C"},
            {"t": "table", "rows": [["D"]], "more": 0},
        ],
    },
    {
        "form": "sheets",
        "sheets": [
            {
                "name": "S",
                "columns": ["A"],
                "rows": [["1"]],
                "total_rows": 1,
                "total_columns": 1,
                "hidden": False,
            }
        ],
    },
    {"form": "slides", "slides": [{"number": 1, "title": "T", "lines": ["L"], "notes": ""}], "total": 1},
    {"form": "diagrams", "diagrams": [DRAWN]},
    {"form": "html", "html": "<p>Text</p>"},
    {"form": "texts", "groups": [{"name": "G", "lines": ["L"]}]},
]


def answer(**changes):
    return copy.deepcopy(ANSWER) | changes


@pytest.mark.parametrize("preview", PREVIEWS, ids=lambda preview: preview["form"])
def test_each_agreed_form_passes_unchanged(preview):
    assert checked(answer(preview=preview)).preview == preview


def test_pictures_pass_when_the_preview_names_them():
    pages = [{"picture": "page-1.webp", "width": 9, "height": 9, "text": ""}]
    raw = answer(preview={"form": "pages", "pages": pages, "total": 1}, pictures=["page-1.webp"])

    assert checked(raw).pictures == ["page-1.webp"]


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "ok",
        {},
        answer(extra=1),
        answer(outcome="fine"),
        answer(outcome=["ok"]),
        answer(reason="x" * 301),
        answer(reason="a\x00b"),
        answer(reason="\ud800"),
        answer(network="open"),
        answer(parts=[["page 1"]]),
        answer(parts=[["page 1", "a", "b"]]),
        answer(parts=[["page 1", 5]]),
        answer(parts=[["", "ä" * 500_001]]),
        answer(parts=[["x" * 251, "a"]]),
        answer(facts=["x"] * 41),
        answer(pictures=["page-1.webp"]),
        answer(preview={"form": "picture", "picture": "page-1.webp", "width": 1, "height": 1}),
        answer(preview={"form": "other"}),
        answer(preview={"form": ["html"]}),
        answer(preview={"form": "html", "html": "<p>", "more": 1}),
        answer(preview={"form": "slides", "slides": [], "total": -1}),
        answer(preview={"form": "slides", "slides": [], "total": True}),
        answer(preview={"form": "slides", "slides": [], "total": 1e300}),
        answer(preview={"form": "texts", "groups": [{"name": "G", "lines": ["L"] * 1001}]}),
        answer(
            preview={"form": "diagrams", "diagrams": [{"name": "", "svg": "<svg/>", "shapes": 1, "edges": 1}]}
        ),
    ],
)
def test_anything_else_is_not_believed(raw):
    with pytest.raises(Untrusted):
        checked(raw)


@pytest.mark.parametrize(
    "name",
    ["../page-1.webp", "page-1.webp\n", "page-0.webp", "/etc/passwd", "page-1.svg", ""],
)
def test_other_picture_names_are_not_believed(name):
    preview = {"form": "picture", "picture": name, "width": 1, "height": 1}

    with pytest.raises(Untrusted):
        checked(answer(preview=preview, pictures=[name]))


def test_markup_is_sanitised_once_more():
    raw = answer(preview={"form": "html", "html": "<p onclick='x'>a<script>b</script><img src='//e'></p>"})

    assert checked(raw).preview["html"] == "<p>a</p>"


def test_a_reason_is_never_missing():
    assert checked(answer(outcome="damaged")).reason == "The file is damaged and could not be read."
