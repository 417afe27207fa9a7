"""The remix matrix: each row as specs/taxonomy.md 6.7 prints it, and what must hold for any originals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.licences import KNOWN, LINK_ONLY, allowed_for, condition, refusal, short

ids = st.lists(st.sampled_from([*sorted(KNOWN), LINK_ONLY, "GPL-3.0-only"]), max_size=5)
BY = {"CC-BY-4.0", "CC-BY-3.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0"}


@pytest.mark.parametrize(
    ("original", "allowed"),
    [
        ("CC0-1.0", KNOWN),
        ("CC-PDDC", KNOWN),
        ("CC-BY-4.0", BY | {"CC-BY-SA-4.0"}),
        ("CC-BY-3.0", BY | {"CC-BY-SA-4.0"}),
        ("CC-BY-NC-4.0", {"CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-4.0"}),
        ("CC-BY-SA-4.0", {"CC-BY-SA-4.0"}),
        ("CC-BY-NC-SA-4.0", {"CC-BY-NC-SA-4.0"}),
        ("CC-BY-ND-4.0", set()),
        ("CC-BY-NC-ND-4.0", set()),
        ("MIT", KNOWN),
        ("Apache-2.0", KNOWN),
        ("OGL-UK-3.0", KNOWN),
        (LINK_ONLY, set()),
        ("GPL-3.0-only", set()),
    ],
)
def test_each_row_of_the_matrix(original, allowed):
    assert allowed_for([original]) == allowed


@pytest.mark.parametrize(
    ("originals", "allowed"),
    [
        ((), KNOWN),
        (("CC-BY-4.0", "CC-BY-NC-4.0"), {"CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-4.0"}),
        (("CC-BY-4.0", "CC-BY-SA-4.0"), {"CC-BY-SA-4.0"}),
        (("CC-BY-NC-4.0", "CC-BY-SA-4.0"), set()),
        (("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"), set()),
        (("CC0-1.0", "MIT", "CC-BY-NC-SA-4.0"), {"CC-BY-NC-SA-4.0"}),
    ],
)
def test_several_originals_leave_what_all_of_them_allow(originals, allowed):
    assert allowed_for(originals) == allowed


@given(ids, st.randoms())
def test_the_order_and_repetition_of_originals_do_not_matter(originals, random):
    shuffled = random.sample(originals, len(originals)) + originals[:1]

    assert allowed_for(shuffled) == allowed_for(originals)


@given(ids, ids)
def test_another_original_never_allows_more(originals, more):
    assert allowed_for(originals + more) == allowed_for(originals) & allowed_for(more)


@given(ids)
def test_there_is_a_reason_exactly_where_nothing_is_left(originals):
    assert bool(refusal(originals)) == (not allowed_for(originals))


@pytest.mark.parametrize(
    ("originals", "reason"),
    [
        (
            ["CC-BY-NC-ND-4.0", "CC-BY-4.0"],
            "CC BY-NC-ND 4.0 allows nobody to share a changed version: ask the author for another licence.",
        ),
        ([LINK_ONLY], "All rights in the original are reserved: ask its author, who can share it here."),
        (
            ["CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"],
            "No licence fits CC BY-NC-SA 4.0 and CC BY-SA 4.0 together: each wants adaptations under terms of its own.",
        ),
        (
            ["GPL-3.0-only"],
            "What GPL-3.0-only allows for changed versions is not known here: ask a moderator.",
        ),
    ],
)
def test_the_reason_names_the_licence_that_stops_it(originals, reason):
    assert refusal(originals) == reason


@pytest.mark.parametrize(
    ("originals", "said"),
    [
        ([], ""),
        (["MIT"], ""),
        (["CC-BY-ND-4.0"], ""),
        (
            ["CC-BY-SA-4.0", "CC0-1.0"],
            "It is adapted from work under CC BY-SA 4.0 and CC0 1.0, so it can be shared under CC BY-SA 4.0.",
        ),
        (
            ["CC-BY-NC-4.0"],
            "It is adapted from work under CC BY-NC 4.0, so it can be shared under one of these: "
            "CC BY-NC 4.0, CC BY-NC-ND 4.0 and CC BY-NC-SA 4.0.",
        ),
    ],
)
def test_what_the_originals_ask_is_said_in_a_sentence(originals, said):
    assert condition(originals) == said


def test_the_short_names_are_those_of_the_taxonomy(db):
    from content.models import Licence

    rows = Licence.objects.filter(active=True)

    assert {row.spdx: short(row.spdx) for row in rows} == {row.spdx: row.short for row in rows}
    assert {row.spdx for row in rows} == KNOWN | {LINK_ONLY}
