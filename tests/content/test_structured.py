import json

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from content import inside
from content.enums import Origin
from content.models import Artefact, Source
from content.structured import artefact_data, as_script, breadcrumbs, social
from tests import factories

SITE = "http://localhost:8000"


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_no_text_can_leave_the_script(data):
    text = as_script(data)

    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(text)
    assert json.loads(text) == data


def test_breadcrumbs_count_from_one():
    data = breadcrumbs([("Artefacts", "/artefacts/"), ("Plan", "/artefacts/plan/")])

    assert data["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Artefacts", "item": f"{SITE}/artefacts/"},
        {"@type": "ListItem", "position": 2, "name": "Plan", "item": f"{SITE}/artefacts/plan/"},
    ]


@pytest.mark.django_db
def test_an_artefact_with_files_is_a_document(alice):
    artefact = factories.artefact(alice, title="Plan", files=[("plan.pdf", b"%PDF-")])

    data = artefact_data(artefact, artefact.current, artefact.current.files.all())

    assert (data["@type"], data["name"], data["version"]) == ("DigitalDocument", "Plan", "1.0")
    assert data["author"] == {"@type": "Person", "name": "Alice", "url": f"{SITE}/people/alice/"}
    assert data["encoding"] == [
        {
            "@type": "MediaObject",
            "name": "plan.pdf",
            "encodingFormat": "application/pdf",
            "contentSize": "5 B",
        }
    ]
    assert (data["isAccessibleForFree"], "isBasedOn" in data) == (True, False)


@pytest.mark.django_db
def test_collected_work_names_author_and_original(alice):
    artefact = factories.artefact(alice, origin=Origin.COLLECTED)
    Source.objects.create(artefact=artefact, author="Their Author", url="https://example.org/a")

    data = artefact_data(Artefact.objects.for_page().get(), artefact.current)

    assert data["author"] == {"@type": "Person", "name": "Their Author"}
    assert data["isBasedOn"] == {
        "@type": "CreativeWork",
        "url": "https://example.org/a",
        "author": "Their Author",
    }


@pytest.mark.django_db
def test_keywords_are_practices_and_tags(alice):
    artefact = factories.artefact(alice, practices=[factories.practice()], tags=["night shift"])

    data = artefact_data(artefact, artefact.current, (), inside.terms_of(artefact))

    assert data["keywords"] == ["Incident management", "night shift"]


@pytest.mark.django_db
def test_a_page_that_has_read_its_parts_pays_no_query(rf, alice, django_assert_num_queries):
    factories.artefact(alice, files=[("plan.pdf", b"%PDF-")])
    artefact = Artefact.objects.for_page().get()
    files = inside.files_of(artefact.current)

    with django_assert_num_queries(0):
        social(rf.get("/"), artefact, artefact.current, files)


@pytest.mark.django_db
def test_the_head_is_escaped_and_names_one_address(rf, alice):
    artefact = factories.artefact(alice, title='A "</script><b>" plan', summary="x' onload=\"y")

    head = render_to_string(
        "partials/_social.html", {"social": social(rf.get("/"), artefact, artefact.current)}
    )

    assert f'<link rel="canonical" href="{SITE}{artefact.get_absolute_url()}">' in head
    assert head.count("</script>") == 1
    assert 'content="A &quot;&lt;/script&gt;&lt;b&gt;&quot; plan"' in head
    assert "x&#x27; onload=&quot;y" in head
