import pytest

from pipeline.errors import ConfigError
from pipeline.formats.base import Reading
from pipeline.formats.record import RecordFormat
from pipeline.formats.registry import open_formats
from pipeline.model.document import Document, Occurrence
from pipeline.registry import Registry
from pipeline.stages import roundtrip as stage
from tests.projects import Project


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
