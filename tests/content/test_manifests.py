"""Nothing in a manifest is believed: what is wrong becomes a sentence, and the rest is read."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.manifests import NAME, NEEDED, Unreadable, read
from tests.content.manifest_folder import TEXT, row, write


def reasons(folder):
    """(what, why) of everything skipped."""
    return [(skipped.what, skipped.why) for skipped in read(folder).skipped]


def test_rows_become_artefacts_in_their_order(tmp_path):
    write(tmp_path, [row(tmp_path, artefact="b"), row(tmp_path, "artefacts/x.md", artefact="a")])

    assert [group.slug for group in read(tmp_path).groups] == ["b", "a"]


def test_a_row_says_where_the_file_comes_from(tmp_path):
    write(tmp_path, [row(tmp_path)])

    (found,) = read(tmp_path).groups[0].rows
    assert found.url == "https://github.com/acme/handbook/blob/bc9f858ccbba/docs/severity%20levels.md"
    assert (found.name, found.tags, found.language) == ("severity.md", ("incident", "on-call"), "en")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Plan (image)", "Plan"),
        ("Plan (PDF)", "Plan"),
        ("Plan (Word, complete)", "Plan"),
        ("Plan (complete, Word)", "Plan"),
        ("Levels (SEV-1 to SEV-5)", "Levels (SEV-1 to SEV-5)"),
        ("(image) of a plan", "(image) of a plan"),
    ],
)
def test_a_title_is_that_of_the_work(tmp_path, title, expected):
    write(tmp_path, [row(tmp_path, title=title)])

    assert read(tmp_path).groups[0].title == expected


def test_a_picture_comes_after_the_document_it_shows(tmp_path):
    png = b"\x89PNG\r\n\x1a\n and more"
    write(tmp_path, [row(tmp_path, "artefacts/a.png", png), row(tmp_path)])

    assert [found.name for found in read(tmp_path).groups[0].files] == ["severity.md", "a.png"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_common_encodings_are_read(tmp_path, encoding):
    write(tmp_path, [row(tmp_path, title="Größe")], encoding=encoding)

    assert read(tmp_path).groups[0].title == "Größe"


def test_a_wrong_encoding_spoils_only_its_own_row(tmp_path):
    bad = row(tmp_path, "artefacts/bad.md", title="Gr\udcf6\udcdfe", artefact="bad")
    write(tmp_path, [bad, row(tmp_path)])

    assert [group.slug for group in read(tmp_path).groups] == ["severity-levels"]
    assert reasons(tmp_path) == [("line 2", "holds characters in title that no text has, or is not UTF-8")]


def test_other_folders_are_named_and_left(tmp_path):
    write(tmp_path, [row(tmp_path, "formats/a.md"), row(tmp_path)])

    assert reasons(tmp_path) == [("formats/a.md", "not below artefacts/")]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"sha256": "0" * 64}, "its SHA-256 is not the one in the manifest"),
        ({"sha256": "none"}, "its SHA-256 is not the one in the manifest"),
        ({"bytes": "7"}, f"has {len(TEXT)} bytes, the manifest says 7"),
        ({"bytes": "many"}, f"has {len(TEXT)} bytes, the manifest says many"),
        ({"bytes": "9" * 5000}, f"has {len(TEXT)} bytes, the manifest says {'9' * 79}…"),
        ({"title": "x" * 10_000}, "the title is longer than 200 characters"),
        ({"title": " "}, "the title is empty"),
        ({"author": ""}, "the author is empty"),
        ({"language": "<b>"}, "the language '<b>' is not a BCP 47 tag"),
        ({"source_repo": "../../etc"}, "source_repo and source_commit do not say where it comes from"),
        ({"source_commit": "main"}, "source_repo and source_commit do not say where it comes from"),
        ({"source_path": "../x"}, "source_path does not say where it comes from"),
    ],
)
def test_a_row_that_is_not_true_takes_its_artefact_with_it(tmp_path, values, why):
    write(tmp_path, [row(tmp_path) | values, row(tmp_path, "artefacts/b.md")])

    assert read(tmp_path).groups == []
    assert reasons(tmp_path) == [("severity-levels", f"artefacts/a/severity.md: {why}")]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("artefacts/missing.md", "there is no such file"),
        ("artefacts/../secret.md", "the path leads out of the folder"),
        ("artefacts/..\\secret.md", "the path leads out of the folder"),
        ("artefacts/link.md", "a link leads out of the folder"),
        ("artefacts/ring.md", "cannot be found: Symlink loop from"),
        ("artefacts/folder.md", "not a plain file"),
        ("artefacts/pipe.md", "not a plain file"),
        (f"artefacts/{'x' * 300}.md", "cannot be found: File name too long"),
    ],
)
def test_only_plain_files_inside_the_folder_are_taken(tmp_path, file, why):
    folder = tmp_path / "corpus"
    (folder / "artefacts" / "folder.md").mkdir(parents=True)
    (tmp_path / "secret.md").write_bytes(TEXT)
    (folder / "artefacts" / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "artefacts" / "ring.md").symlink_to(folder / "artefacts" / "ring.md")
    os.mkfifo(folder / "artefacts" / "pipe.md")
    write(folder, [row(folder) | {"file": file}])

    ((_, found),) = reasons(folder)
    assert found.partition(": ")[2].startswith(why)


def test_a_file_is_listed_once(tmp_path):
    write(tmp_path, [row(tmp_path), row(tmp_path, artefact="again")])

    assert [group.slug for group in read(tmp_path).groups] == ["severity-levels"]
    assert reasons(tmp_path) == [("again", "artefacts/a/severity.md: listed twice")]


def test_a_file_of_another_kind_is_refused(tmp_path):
    write(tmp_path, [row(tmp_path, "artefacts/run.exe")])

    ((what, why),) = reasons(tmp_path)
    assert (what, why.split(".")[:2]) == (
        "severity-levels",
        ["artefacts/run", "exe: Files of this kind are not accepted"],
    )


@pytest.mark.parametrize("name", ["", "---", "障害"])
def test_an_artefact_has_a_name(tmp_path, name):
    write(tmp_path, [row(tmp_path, artefact=name)])

    assert reasons(tmp_path) == [
        ("artefacts/a/severity.md", "the column artefact has no name that could be an address")
    ]


def test_missing_columns_are_named(tmp_path):
    write(tmp_path, [row(tmp_path)], columns=[name for name in NEEDED if name not in ("licence", "sha256")])

    with pytest.raises(Unreadable, match=r"MANIFEST.csv has no column licence, sha256\."):
        read(tmp_path)


def test_a_folder_without_a_manifest_says_so(tmp_path):
    with pytest.raises(Unreadable, match="There is no MANIFEST"):
        read(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"\xff\xfe\x00", b"a" * 200_000, b'"' + b"x\n" * 100]
)
def test_what_is_no_table_says_so(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)

    with pytest.raises(Unreadable, match=r"MANIFEST\.csv"):
        read(tmp_path)


def test_a_line_of_another_length_is_left_alone(tmp_path):
    write(tmp_path, [row(tmp_path)])
    with (tmp_path / NAME).open("a") as out:
        out.write("artefacts/b.md,B\n" + "x" * 200_000 + "\n\n")

    assert reasons(tmp_path) == [
        ("line 3", "has 2 columns instead of 15"),
        ("line 4", "cannot be read as a table row: field larger than field limit (131072)"),
    ]


def test_what_is_printed_cannot_move_the_cursor(tmp_path):
    write(tmp_path, [row(tmp_path) | {"file": "formats/\x1b[2J\u202egnp.md"}])

    assert reasons(tmp_path) == [("formats/[2Jgnp.md", "not below artefacts/")]


@given(noise=st.binary(max_size=300), at=st.integers(0, 400))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_noise_in_a_manifest_is_never_a_crash(tmp_path, noise, at):
    whole = (write(tmp_path, [row(tmp_path)]) / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole[:at] + noise + whole[at:])
    try:
        taken = len(read(tmp_path).groups)
    except Unreadable as error:
        taken = 0 if str(error).startswith(NAME) else -1

    assert taken in (0, 1, 2)
