from back2itsm import plainpage


def test_the_page_escapes_and_says_when_to_come_back():
    response = plainpage.answer(503, "Out <b>", "Later & again.", reference="ab12", retry_after=10)

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "<h1>Out &lt;b&gt;</h1>\n<p>Later &amp; again.</p>" in response.text
    assert "Reference: <code>ab12</code>" in response.text


def test_without_a_manifest_the_plain_stylesheet_is_named(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    response = plainpage.answer(500, "Title", "Sentence.")

    assert '<link rel="stylesheet" href="/static/css/site.css">' in response.text
