"""The SVG we let through."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files.drawing import Forbidden, rebuilt

OPEN = '<svg xmlns="http://www.w3.org/2000/svg"'


def test_shapes_and_words_pass():
    drawing = (
        f'{OPEN} viewBox="0 0 10 10" role="img"><title>A &amp; B</title><g class="bpmn-shape bpmn-task">'
        '<rect x="-1.5" y="2" width="3" height="4" rx="1"></rect><path d="M 0 0 L 1 1 Z"></path>'
        '<text transform="rotate(-90 1 2)" text-anchor="middle"><tspan x="1">&lt;b&gt;</tspan></text>'
        "</g></svg>"
    )

    assert rebuilt(drawing) == drawing


def test_comments_and_cdata_are_written_anew():
    assert rebuilt(f"{OPEN}><!-- x --><title><![CDATA[<script>]]></title></svg>") == (
        f"{OPEN}><title>&lt;script&gt;</title></svg>"
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>*{}</style>",
        "<foreignObject><p/></foreignObject>",
        "<image/>",
        "<use/>",
        "<a/>",
        "<animate/>",
        "<svg/>",
        '<g onclick="alert(1)"/>',
        '<g style="fill:red"/>',
        '<g id="x"/>',
        '<g xlink:href="#x"/>',
        '<path d="url(#x)"/>',
        '<rect fill="url(https://example.org)"/>',
        '<g transform="rotate(1) url(x)"/>',
        '<g class="x&quot; onload=&quot;"/>',
        '<g xmlns="http://www.w3.org/1999/xhtml"/>',
        '<g xmlns:x="urn:x"/>',
        "<?php echo 1 ?>",
        "<g>",
    ],
)
def test_anything_else_is_forbidden(inside):
    with pytest.raises(Forbidden):
        rebuilt(f"{OPEN}>{inside}</svg>")


@pytest.mark.parametrize(
    "source",
    ["", "<p/>", "<svg/>", '<svg xmlns="urn:x"/>', f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{OPEN}>&a;</svg>"],
)
def test_a_document_that_is_no_drawing_is_forbidden(source):
    with pytest.raises(Forbidden):
        rebuilt(source)


def test_depth_is_bounded():
    with pytest.raises(Forbidden):
        rebuilt(f"{OPEN}>{'<g>' * 70}{'</g>' * 70}</svg>")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])))
def test_words_come_back_as_words(text):
    drawing = f"{OPEN}><text>{escape(text)}</text></svg>"

    assert rebuilt(drawing) == drawing
