"""Parts kept from page to page: the same bytes as rendered anew, and nothing of another page in them."""

import pytest
from django.template import engines
from django.test import RequestFactory

from people.templatetags import house

PAGE = '{% load house %}{% kept "partials/_footer.html" %}'
MASTHEAD = '{% load house %}{% kept "partials/_masthead.html" user.is_authenticated %}'


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(house, "_kept", {})


def rendered(source, url="/about/", **context):
    return engines["django"].from_string(source).render(context, RequestFactory().get(url))


def test_the_second_rendering_is_the_first():
    assert rendered(PAGE) == rendered(PAGE)


def test_each_page_has_its_own_address_in_the_form_of_colours():
    rendered(PAGE, "/about/")

    assert 'name="next" value="/artefacts/?q=a&amp;page=2"' in rendered(PAGE, "/artefacts/?q=a&page=2")


def test_an_address_is_escaped():
    assert 'value="/?q=%22%3E%3Cb%3E"' in rendered(PAGE, '/?q="><b>')


def test_each_theme_has_its_own_footer():
    rendered(PAGE, theme="light")

    assert 'value="dark" aria-pressed="true"' in rendered(PAGE, theme="dark")


def test_each_section_has_its_own_masthead():
    rendered(MASTHEAD, here="browse")

    assert 'href="/practices/" aria-current="page"' in rendered(MASTHEAD, here="practices")


def test_nobody_sees_the_masthead_of_somebody_signed_in(alice, bob):
    assert alice.slug in rendered(MASTHEAD, user=alice)
    assert bob.slug in rendered(MASTHEAD, user=bob)
    assert "/accounts/login/" in rendered(MASTHEAD)
    assert house._kept.keys() == {("partials/_masthead.html", "en-gb", None, None, "")}
