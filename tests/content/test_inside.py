import pytest
from django.template.loader import render_to_string

from content import inside
from content.models import FileContent
from tests import factories
from tests.content import stored


@pytest.mark.django_db
def test_a_drawing_wider_than_the_page_can_be_fitted_to_it_and_a_huge_one_begins_so(alice):
    artefact = factories.artefact(alice)
    file = stored.file(artefact, name="plan.bpmn")
    drawn = [
        {
            "name": name,
            "svg": f'<svg class="bpmn-drawing" width="{width}" height="9"/>',
            "shapes": 1,
            "edges": 0,
        }
        for name, width in (("Small", 300), ("Narrow", 700), ("Wide", 1200.5), ("Huge", 9000))
    ]
    FileContent.objects.update_or_create(
        file=file, defaults={"preview": {"form": "diagrams", "diagrams": drawn}}
    )

    [opened] = inside.files_of(artefact.current)
    page = render_to_string(opened.template, {"preview": opened.preview, "file": file})

    boxes = [figure.partition('class="fit"')[2][:9].strip("> <") for figure in page.split("<figure")[1:]]
    assert [box.startswith("checked") for box in boxes] == [False, False, False, True]
    assert ["Fit the drawing" in figure for figure in page.split("<figure")[1:]] == [False, True, True, True]
    assert ["only-narrow" in figure for figure in page.split("<figure")[1:]] == [False, True, False, False]
