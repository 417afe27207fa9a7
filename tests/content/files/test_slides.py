"""PowerPoint files: what is said and what is noted."""

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from content.files.slides import inspect

BOX = (Inches(1), Inches(1), Inches(4), Inches(2))


@pytest.fixture
def deck():
    """A presentation with one slide that has a title and a body."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Post-incident review"
    slide.placeholders[1].text = "What happened\nWhat we learnt"
    return made


@pytest.fixture
def read(tmp_path):
    def saved(presentation):
        presentation.save(tmp_path / "a.pptx")
        return inspect(tmp_path / "a.pptx", tmp_path)

    return saved


def test_title_and_lines_are_told_apart(deck, read):
    assert read(deck).preview == {
        "form": "slides",
        "total": 1,
        "slides": [
            {
                "number": 1,
                "title": "Post-incident review",
                "lines": ["What happened", "What we learnt"],
                "notes": "",
            }
        ],
    }


def test_notes_are_found_under_their_own_place(deck, read):
    deck.slides[0].notes_slide.notes_text_frame.text = "Pause here"

    found = read(deck)

    assert found.parts[1] == ["slide 1, notes", "Pause here"]
    assert found.facts == ["1 slide", "1 slide with notes"]


def test_tables_and_groups_are_read(deck, read):
    table = deck.slides[0].shapes.add_table(1, 2, *BOX).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Owner", "Due"
    group = deck.slides[0].shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "Grouped"

    lines = read(deck).preview["slides"][0]["lines"]

    assert lines == ["What happened", "What we learnt", "Owner | Due", "Grouped"]


def test_a_chart_leaves_its_words(deck, read):
    data = CategoryChartData()
    data.categories = ["Q1", "Q2"]
    data.add_series("Incidents", (4, 2))
    deck.slides[0].shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *BOX, data)

    assert read(deck).preview["slides"][0]["lines"][2:] == ["Incidents", "Q1, Q2"]


def test_hidden_slides_are_counted(deck, read):
    deck.slides[0]._element.set("show", "0")

    assert read(deck).facts == ["1 slide", "1 hidden slide"]


def test_sixty_slides_are_shown_and_all_are_searched(read):
    deck = Presentation()
    for number in range(62):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"Title {number}"

    found = read(deck)

    assert (len(found.preview["slides"]), found.preview["total"]) == (60, 62)
    assert found.parts[-2] == ["slide 62", "Title 61"]
