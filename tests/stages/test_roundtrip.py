from dataclasses import replace

import pytest

from pipeline.errors import ConfigError
from pipeline.formats.base import Reading
from pipeline.formats.html import HtmlFormat
from pipeline.formats.record import RecordFormat
from pipeline.formats.registry import open_formats
from pipeline.model.document import Document, Occurrence
from pipeline.registry import Registry
from pipeline.stages import roundtrip as stage
from tests.projects import ARTICLE, CONFIG, Project


def test_a_file_comes_back(project: Project) -> None:
    path = project.write("B.TXT", "\ufeffT\r\n\r\nOne. Two.\r")
    assert [(row.identical, row.line, row.units) for row in stage.roundtrip([path])] == [(True, None, 3)]


def test_a_suffix_that_no_format_reads(project: Project) -> None:
    with pytest.raises(ConfigError) as caught:
        stage.roundtrip([project.write("a.xyz", "x")])
    assert caught.value.message == 'no format reads ".xyz" files'
    known = sorted(suffix for one in open_formats() for suffix in one.suffixes)
    assert caught.value.hint == f"known: {', '.join(known)}; or give --format"


class Lossy:
    """A format that loses a character."""

    name = "lossy"
    suffixes = (".txt",)

    def parse(self, data: bytes, reading: Reading) -> Document:
        return RecordFormat().parse(data.replace(b"Two", b"Too"), reading)

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        return RecordFormat().encode(document, occurrence, target)


def test_a_byte_that_is_lost_is_told_with_its_line(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "open_formats", lambda: Registry("format", (Lossy(),)))
    rows = stage.roundtrip([project.write("a.txt", "T\n\nOne. Two.\n")])
    assert [(row.identical, row.line) for row in rows] == [(False, 3)]


class Shouting(RecordFormat):
    """A format whose targets become headings."""

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:  # noqa: ARG002
        return target.rstrip(".").encode() if target != occurrence.key.source else target.encode()


def test_pseudo_translation_leaves_the_structure_alone(project: Project) -> None:
    text = "# T\n\nTake **500 mg**. Rest.\n\n- one\n- [two](b.md)\n\n| a | b |\n|---|---|\n| c | `d` |\n"
    [row] = stage.roundtrip([project.write("a.md", text)], is_pseudo=True)
    assert (row.identical, row.kept, row.changed, row.refused) == (True, True, None, 0)
    [record] = stage.roundtrip([project.write("a.txt", "T\n\nOne. Two.\n")], is_pseudo=True)
    assert (record.identical, record.kept) == (True, True)


def test_a_structure_that_changes_is_told_with_its_line(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "open_formats", lambda: Registry("format", (Shouting(),)))
    [row] = stage.roundtrip([project.write("a.txt", "T\n\nOne two.\n\nThree four.\n")], is_pseudo=True)
    assert (row.identical, row.kept, row.changed) == (True, False, 3)


def test_a_text_in_a_tag_is_no_part_of_the_structure(project: Project) -> None:
    page = project.write("a.html", '<p>See <a href=x title=List>it</a> and <img alt="One">.</p>')
    [row] = stage.roundtrip([page], is_pseudo=True)
    assert (row.kept, row.units, row.refused) == (True, 3, 0)


class Relinking(HtmlFormat):
    """A format whose targets lead elsewhere."""

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        return super().encode(document, occurrence, target).replace(b"href=x", b"href=y")


def test_the_rest_of_a_tag_with_a_text_is_a_part_of_the_structure(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "open_formats", lambda: Registry("format", (Relinking(),)))
    page = project.write("a.html", "<h1>T</h1>\n<p>See <a href=x title=List>it</a>.</p>")
    [row] = stage.roundtrip([page], is_pseudo=True)
    assert (row.kept, row.changed) == (False, 2)


def test_only_a_collection_says_what_an_export_holds(project: Project) -> None:
    rows = "\n[collections.rows]\npath = 'rows'\nformat = 'csv'\nkey = 'id'\nfields = { Body = 'html' }\n"
    project.write("caveat.toml", CONFIG + rows)
    path = project.write("a.csv", 'id,Body\n1,"<p>One <img alt=""Two""> three</p>"\n')
    with pytest.raises(ConfigError) as caught:
        stage.roundtrip([path])
    assert caught.value.message == "such a file does not say what its columns hold (csv)"
    hint = 'give --key COLUMN and --field "NAME=FORMAT", or --collection NAME in its project'
    assert caught.value.hint == hint
    like = stage.reading_of(project.open(), "rows")
    [row] = stage.roundtrip([path], is_pseudo=True, like=like)
    assert (row.identical, row.units, row.kept) == (True, 2, True)
    assert [one.text for one in stage.cover([path], like=like)] == [11, 11]
    incomplete = replace(like, collection=replace(like.collection, key=None))
    with pytest.raises(ConfigError, match="names no key"):
        stage.roundtrip([path], like=incomplete)
    with pytest.raises(ConfigError, match='no collection is named "row"') as unknown:
        stage.reading_of(project.open(), "row")
    assert unknown.value.hint == 'did you mean "rows"?'


def test_a_collection_is_read_with_its_profile_and_the_projects_disclaimers(project: Project) -> None:
    path = project.write("a.txt", ARTICLE)
    like = stage.reading_of(project.open(), "articles")
    assert (like.disclaimers[0].id, like.collection.profile.junk) == ("educational", ("Null",))
    [row] = stage.roundtrip([path], is_pseudo=True, like=like)
    assert (row.identical, row.kept) == (True, True)


def test_the_columns_of_an_export_can_be_declared_by_hand(project: Project) -> None:
    path = project.write("a.csv", "id,Body,Note\n1,<p>One</p>,x\n2,Two,y\n")
    [row] = stage.roundtrip([path], is_pseudo=True, like=stage.reading_rows("id", {"Body": "html"}))
    assert (row.identical, row.units, row.kept) == (True, 2, True)
    with pytest.raises(ConfigError, match='no format is named "htm"'):
        stage.roundtrip([path], like=stage.reading_rows("id", {"Body": "htm"}))


def test_a_format_can_be_named(project: Project) -> None:
    path = project.write("a.txt", "Leg\n===\n\nOne\ntwo.\n")
    assert stage.roundtrip([path])[0].units > 2
    assert [(row.identical, row.units) for row in stage.roundtrip([path], format_name="plain")] == [(True, 2)]
    with pytest.raises(ConfigError, match='no format is named "plane"'):
        stage.roundtrip([path], format_name="plane")


def test_coverage_of_each_file_and_of_all(project: Project) -> None:
    first = project.write("a.text", "Title\n\n[caveat: skip]\nNot this\n")
    second = project.write("b.txt", "Title\nNot this\n")
    rows = stage.cover([first, second], format_name="plain")
    assert [(row.file, row.letters, row.text, row.excluded, row.markup) for row in rows] == [
        (str(first), 22, 5, 7, 10),
        (str(second), 12, 12, 0, 0),
        (None, 34, 17, 7, 10),
    ]


def test_no_two_formats_read_the_same_suffix() -> None:
    suffixes = [suffix for one in open_formats() for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes))
