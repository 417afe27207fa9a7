import pytest

from back2itsm.pagecache import is_known


@pytest.mark.django_db
def test_a_page_says_how_it_may_be_kept_elsewhere(client):
    response = client.get("/about/")

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["Vary"] == "Accept-Language, Cookie, Accept-Encoding"
    assert response["Content-Length"] == str(len(response.content))


@pytest.mark.django_db
def test_head_has_the_headers_of_get_and_no_body(client):
    got, head = client.get("/about/"), client.head("/about/")

    assert (head.content, dict(head.headers)) == (b"", dict(got.headers))


@pytest.mark.django_db
def test_who_has_the_page_already_is_told_so(client):
    etag = client.get("/about/")["ETag"]

    again = client.get("/about/", headers={"if-none-match": etag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


@pytest.mark.parametrize(
    ("asked", "known"),
    [('"a"', True), ('W/"a"', True), ("*", True), ('"b"', False), ("a", False), ("", False), (None, False)],
)
def test_tags_are_compared_weakly(asked, known):
    assert is_known(asked, '"a"') is known
