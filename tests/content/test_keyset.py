"""Tests of content/keyset.py on the engine at hand."""

import pytest

from content import keyset
from content.models import Artefact
from tests import factories

pytestmark = pytest.mark.django_db


def rows_after(after):
    starts = keyset.starts(Artefact, "downloads", "pk", after)
    in_order = Artefact.objects.order_by("-downloads", "-pk")
    return [row.pk for start in starts for row in in_order.filter(start)]


def test_what_follows_a_row_begins_among_those_equal_to_it():
    seven, five, none, also_none = (factories.artefact(downloads=n).pk for n in (7, 5, 0, 0))

    assert rows_after(None) == [seven, five, also_none, none]
    assert rows_after((5, five)) == [also_none, none]
    assert rows_after((0, also_none)) == [none]
    assert rows_after((0, none)) == []
