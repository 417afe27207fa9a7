"""The root of an XML document, found without reading on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files.outcome import Unfit
from content.files.xmlhead import looks_like_xml, root_of


def test_the_root_comes_with_its_namespace():
    assert root_of([b"<a:b xmlns:a='urn:x'><c/>"]) == "{urn:x}b"


def test_the_root_is_found_across_chunks_and_comments():
    assert root_of([b"<!-- no -->", b"<mx", b"file host='", b"x'/>"]) == "mxfile"


def test_what_follows_the_root_is_not_read():
    assert root_of([b"<a>", b"<<<broken"]) == "a"


@pytest.mark.parametrize("chunks", [[], [b""], [b"words"], [b"<!-- open"], [b"<?xml encoding='x'?><a/>"]])
def test_without_a_root_it_is_damaged(chunks):
    with pytest.raises(Unfit) as refusal:
        root_of(chunks)

    assert refusal.value.outcome == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp500", "utf-32"])
def test_xml_is_recognised_in_any_encoding(encoding):
    assert looks_like_xml("<?xml version='1.0'?><a/>".encode(encoding))


@pytest.mark.parametrize("head", [b"", b"PK\x03\x04", b"\x89PNG\r\n", b"text < more", b"\xff\xd8\xff"])
def test_other_data_is_not_taken_for_xml(head):
    assert not looks_like_xml(head)


@given(st.lists(st.binary(max_size=40)))
def test_no_bytes_raise_anything_else(chunks):
    try:
        root = root_of(chunks)
    except Unfit as stop:
        root = stop.outcome

    assert root != ""
