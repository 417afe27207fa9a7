import pytest

from ratings.evaluation.dataset import Rating, read
from ratings.evaluation.folders import write
from ratings.evaluation.rows import DatasetError
from ratings.synthetic import community, with_rings


def folder(path, **files):
    for name, text in files.items():
        (path / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("layout", ["tabs", "commas", "spaces", "floats"])
def test_every_layout_is_read_back_as_it_was_made(layout, tmp_path):
    made = with_rings(community(20, 10, 100, seed=1, seeds=2), 1, size=4, shelf=4, seed=1)
    write(made, tmp_path, layout=layout)

    data = read(tmp_path)

    timed = layout != "spaces"
    wanted = {(one.rater, one.target, float(one.stars), float(one.time * timed)) for one in made.ratings}
    assert {tuple(one) for one in data.ratings} == wanted
    assert (data.fraud, data.groups, data.scale) == (made.fraud, made.groups, (1.0, 5.0))
    assert {(giver, taker) for giver, taker, _ in data.trust} == {
        (giver, taker) for giver, taker, _ in made.gave
    }


def test_files_with_usual_names_need_no_manifest(tmp_path):
    folder(tmp_path, u__data="1\t10\t3\t99\n1\t11\t5\t98\n2\t10\t1\t97\n", my_labels__txt="1 0\n2 1\n")

    data = read(tmp_path)

    assert data.ratings[0] == Rating("1", "10", 3.0, 99.0)
    assert (data.fraud, data.scale, data.stars(3.0)) == ({"1": False, "2": True}, (1.0, 5.0), 3.0)


def test_a_signed_network_is_found_by_its_usual_name(tmp_path):
    (tmp_path / "soc-sign-bitcoinotc.csv").write_text("6,2,4,1289241911.7\n6,5,-10,1289241941.5\n")

    assert read(tmp_path).ratings[1] == Rating("6", "5", -10.0, 1289241941.5)


def test_columns_can_be_named_and_one_id_has_one_spelling(tmp_path):
    ratings = "  1.0000000e+00   7.0000000e+00   5.0  4.5000000e+00   3   8.0e+02\n"
    folder(tmp_path, ratings__txt=ratings + "2 7 5 0.5 3 900\n", trust__txt="from to\n1 +2 1\n2 2 1\n")

    data = read(tmp_path, columns="1,2,4,6")

    assert data.ratings == [Rating("1", "7", 4.5, 800.0), Rating("2", "7", 0.5, 900.0)]
    assert (data.stars(4.5), data.stars(0.5), data.trust) == (5.0, 1.0, [("1", "2", 1.0)])


def test_of_two_ratings_of_one_thing_the_later_counts(tmp_path):
    folder(tmp_path, ratings__csv="source,target,rating,time\na,b,-3,20\na,b,7,10\nc,b,1,5\n")

    assert read(tmp_path).ratings == [Rating("a", "b", -3.0, 20.0), Rating("c", "b", 1.0, 5.0)]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "has no dataset.toml"),
        ({"ratings__csv": "a,b,1\nc,d\n"}, "is no number"),
        ({"ratings__csv": "a,b,1\nc,d,x\n"}, "'x' is no number"),
        ({"ratings__csv": "\n"}, "holds no ratings"),
        ({"ratings__csv": "a,b,1\n"}, "two different ends"),
        ({"dataset__toml": "ratings = "}, "dataset.toml"),
        ({"dataset__toml": 'ratings = "gone.txt"'}, "cannot be read"),
        ({"ratings__csv": "a,b,1\nc,b,2\n", "labels__txt": "a 0\n"}, "nobody has the label '1'"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(files, said, tmp_path):
    with pytest.raises(DatasetError, match=said):
        read(folder(tmp_path, **files))


def test_columns_must_be_numbers_from_one(tmp_path):
    folder(tmp_path, ratings__csv="a,b,1\nc,b,2\n")

    for columns in ("user,item", "0,1,2", "1,2"):
        with pytest.raises(DatasetError, match=r"[Cc]olumns"):
            read(tmp_path, columns=columns)
