import pytest

from people.models import Member
from people.naming import free_slug, initials
from tests import factories


@pytest.mark.django_db
def test_a_free_name_is_its_own_slug():
    assert free_slug("Ines Kowalczyk", Member) == "ines-kowalczyk"


@pytest.mark.django_db
def test_a_taken_slug_gets_random_characters_not_the_next_number():
    factories.member("Ines Kowalczyk")

    slug = free_slug("Ines Kowalczyk", Member)

    assert slug.rpartition("-")[0] == "ines-kowalczyk"
    assert len(slug.rpartition("-")[2]) == 6


@pytest.mark.django_db
def test_a_name_without_latin_letters_falls_back():
    assert free_slug("山田太郎", Member).rpartition("-")[0] == "member"


@pytest.mark.parametrize(
    ("name", "expected"), [("Ines Maria Kowalczyk", "IK"), ("alice", "A"), ("– 山田", "山"), ("??", "?")]
)
def test_initials_are_those_of_the_first_and_last_word(name, expected):
    assert initials(name) == expected
