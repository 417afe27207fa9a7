"""draw.io and Visio as text; BPMN drawn."""

import base64
import zipfile
import zlib
from urllib.parse import quote

import pytest

from content.files.diagrams import inspect_bpmn, inspect_drawio, inspect_vsdx
from content.files.outcome import Unfit

MODEL = (
    '<mxGraphModel><root><mxCell value="Log the incident"/><mxCell value="&lt;b&gt;Assign&lt;/b&gt;&lt;br&gt;'
    'to a team &amp;amp; tell"/><object label="Close"><mxCell/></object><mxCell/></root></mxGraphModel>'
)
LABELS = ["Log the incident", "Assign", "to a team & tell", "Close"]
VISIO = 'xmlns="http://schemas.microsoft.com/office/visio/2012/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(xml):
    return deflated(quote(xml, safe="").encode())


def deflated(text):
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(deflater.compress(text) + deflater.flush()).decode()


def drawio(folder, *pages):
    path = folder / "a.drawio"
    path.write_text(f"<mxfile>{''.join(pages)}</mxfile>")
    return path


def test_labels_are_read_page_by_page(tmp_path):
    path = drawio(tmp_path, f'<diagram name="Flow">{MODEL}</diagram>', "<diagram/>")

    found = inspect_drawio(path, tmp_path)

    assert found.preview == {
        "form": "texts",
        "groups": [{"name": "Flow", "lines": LABELS}, {"name": "Page 2", "lines": []}],
    }
    assert found.facts == ["2 pages", "4 labels"]


def test_compressed_pages_read_the_same(tmp_path):
    path = drawio(tmp_path, f'<diagram name="Page-1">{packed(MODEL)}</diagram>')

    assert inspect_drawio(path, tmp_path).parts == [["Page-1", "\n".join(LABELS)]]


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        ("not base64 at all", "damaged"),
        (base64.b64encode(b"not deflate").decode(), "damaged"),
        (packed("<broken"), "damaged"),
        (packed("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "refused"),
        (deflated(b"%20" * 30_000_000), "too_big"),
    ],
)
def test_what_a_page_hides_is_checked_too(tmp_path, content, outcome):
    path = drawio(tmp_path, f"<diagram>{content}</diagram>")

    with pytest.raises(Unfit) as refusal:
        inspect_drawio(path, tmp_path)

    assert refusal.value.outcome == outcome


def test_visio_pages_are_read_in_order(tmp_path):
    text = "<Shapes><Shape><Text><cp/>Service\n desk</Text></Shape></Shapes>"
    page = '<Page Name="Overview"><Rel r:id="r1"/></Page>'
    relation = '<Relationship Id="r1" Target="page1.xml"/>'
    with zipfile.ZipFile(tmp_path / "a.vsdx", "w") as archive:
        archive.writestr("visio/pages/pages.xml", f'<Pages {VISIO} xmlns:r="{RELATIONS}">{page}</Pages>')
        archive.writestr("visio/pages/_rels/pages.xml.rels", f"<Relationships>{relation}</Relationships>")
        archive.writestr("visio/pages/page1.xml", f"<PageContents {VISIO}>{text}</PageContents>")

    found = inspect_vsdx(tmp_path / "a.vsdx", tmp_path)

    assert found.parts == [["page Overview", "Service desk"]]


def test_a_visio_file_without_pages_is_damaged(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.vsdx", "w") as archive:
        archive.writestr("other.xml", "<a/>")

    with pytest.raises(Unfit) as refusal:
        inspect_vsdx(tmp_path / "a.vsdx", tmp_path)

    assert refusal.value.outcome == "damaged"


def test_a_broken_model_is_damaged(tmp_path):
    (tmp_path / "a.bpmn").write_text("<definitions")

    with pytest.raises(Unfit) as refusal:
        inspect_bpmn(tmp_path / "a.bpmn", tmp_path)

    assert refusal.value.outcome == "damaged"
