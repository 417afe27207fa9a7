import pytest


@pytest.mark.django_db
def test_a_blank_name_at_sign_up_is_asked_for_in_its_own_words(client):
    typed = {
        "email": "new@example.org",
        "name": " ",
        "password1": "Long enough 22",
        "password2": "Long enough 22",
    }

    page = client.post("/accounts/signup/", typed)

    assert page.context["form"].errors["name"] == ["Enter the name others will see"]
