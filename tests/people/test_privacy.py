"""Nothing the house holds on a member is forgotten when it is exported or erased."""

from django.apps import apps

from people import privacy
from people.models import Member


def keys_to_members():
    """ "app.Model.field" of every column that names a member, in our rooms and in what is installed."""
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Member
    }


def test_every_foreign_key_to_a_member_is_covered_once():
    covered = [key for holding in privacy.holdings() for key in holding.covers]

    assert sorted(covered) == sorted(keys_to_members())


def test_the_rooms_have_registered():
    assert {"people", "content"} <= {holding.name for holding in privacy.holdings()}
