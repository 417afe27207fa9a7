"""An artefact by its number in the address."""

import pytest

from tests import factories


@pytest.mark.parametrize("form", ["/ART-{:04}", "/art-{}/", "/Art-{:06}"])
def test_a_number_leads_to_its_artefact(client, db, form):
    artefact = factories.artefact()

    answer = client.get(form.format(artefact.pk))

    assert (answer.status_code, answer["Location"]) == (302, artefact.get_absolute_url())


@pytest.mark.parametrize("path", ["/ART-0", "/ART-999999999999999", "/ART-", "/ART-5x", "/PART-5"])
def test_what_is_no_number_is_not_there(client, db, path):
    assert client.get(path).status_code == 404
