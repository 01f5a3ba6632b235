import io
import random
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CaveatError, DocumentError
from pipeline.formats import packages, zip_layout
from pipeline.formats.packages import open_archive, repack, split_members
from tests.formats.zips import large, raw_members, streamed, unzip, zipped

MEMBERS = {
    "[Content_Types].xml": b"<Types/>",
    "word/document.xml": b"<w>" + b"Take 500 mg. " * 50 + b"</w>",
    "word/media/a.png": bytes(range(256)) * 4,
    "word/": b"",
    "Zürich/styles.xml": "<ü/>".encode(),
    "empty.xml": b"",
}
TEXTS = ("word/document.xml", "empty.xml", "[Content_Types].xml")
KINDS = {
    "deflated": zipped(MEMBERS),
    "stored": zipped(MEMBERS, method=zipfile.ZIP_STORED),
    "comment and extra": zipped(MEMBERS, comment=b"made by hand", extra=b"\x99\x99\x04\x00abcd"),
    "descriptors": streamed(MEMBERS),
    "large descriptors": streamed(MEMBERS, is_large=True),
    "ZIP64": large(MEMBERS),
    "preamble": b"#!/bin/sh\nexit\n" + zipped(MEMBERS),
    "preamble ZIP64": b"MZ" * 20 + large(MEMBERS),
}
kinds = pytest.mark.parametrize("data", list(KINDS.values()), ids=list(KINDS))


def _change(data: bytes, text: bytes = b"<w>Tome 500 mg.</w>") -> bytes:
    package, together = open_archive(data, "a.docx").unpack(TEXTS)
    first, *others = split_members(together)
    assert first == MEMBERS[TEXTS[0]]
    return repack(package, b"\0".join([text, *others]))


@kinds
def test_an_unchanged_file_comes_back_byte_for_byte(data: bytes) -> None:
    """Law 1 for containers: when no member changed the file comes back byte for byte."""
    package, together = open_archive(data, "a.docx").unpack(TEXTS)
    assert package.data == data
    assert [name for name, _ in package.members] == list(TEXTS)
    assert [where.cut(together) for _, where in package.members] == [MEMBERS[name] for name in TEXTS]
    assert repack(package, together) == data


@kinds
@pytest.mark.parametrize("text", [b"<w>Tome 500 mg.</w>", b"", b"x" * 100_000, bytes(range(1, 256)) * 99])
def test_members_that_did_not_change_keep_their_raw_bytes(data: bytes, text: bytes) -> None:
    """Law 1 for containers: otherwise members that did not change keep their raw bytes, and those that did
    are equal after decompression.
    """
    back = _change(data, text)
    assert unzip(back) == {**MEMBERS, TEXTS[0]: text}
    assert list(unzip(back)) == list(unzip(data))
    before, after = raw_members(data), raw_members(back)
    assert [name for name in before if before[name] != after[name]] == [TEXTS[0]]
    assert back[: data.index(b"PK")] == data[: data.index(b"PK")]


@kinds
def test_what_a_directory_says_beside_sizes_is_kept(data: bytes) -> None:
    def told(file: bytes) -> list[object]:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            infos = archive.infolist()
            kept = ("filename", "date_time", "compress_type", "comment", "flag_bits", "external_attr")
            return [archive.comment, *([getattr(info, name) for name in kept] for info in infos)]

    assert told(_change(data)) == told(data)


@kinds
def test_a_changed_file_can_be_changed_again(data: bytes) -> None:
    assert unzip(_change(data, MEMBERS[TEXTS[0]])) == MEMBERS
    there = _change(data)
    package, together = open_archive(there, "a.docx").unpack(TEXTS)
    first, *others = split_members(together)
    assert unzip(repack(package, b"\0".join([first + b" ", *others])))[TEXTS[0]] == first + b" "


PAIRS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.binary(), st.binary()), min_size=1)


@given(PAIRS, st.booleans())
def test_any_members_can_be_changed(pairs: dict[str, tuple[bytes, bytes]], is_stored: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    """Law 1 for containers: those that did change are equal after decompression."""
    old = {name: one.replace(b"\0", b"") for name, (one, _) in pairs.items()}
    new = {name: other.replace(b"\0", b"") for name, (_, other) in pairs.items()}
    data = zipped(old, method=zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED)
    package, together = open_archive(data, "a").unpack(new)
    assert split_members(together) == [old[name] for name in new]
    assert unzip(repack(package, b"\0".join(new.values()))) == new


def test_the_same_change_gives_the_same_bytes() -> None:
    assert _change(KINDS["deflated"]) == _change(KINDS["deflated"])


def test_another_number_of_members_is_a_mistake_of_the_caller() -> None:
    package, together = open_archive(KINDS["deflated"], "a").unpack(TEXTS)
    with pytest.raises(ValueError, match="4 members instead of 3"):
        repack(package, together + b"\0")


def test_a_name_that_is_no_member_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        open_archive(KINDS["deflated"], "a").unpack(["word/other.xml"])


# Hostile files.


def _patched(data: bytes, signature: bytes, at: int, value: bytes, nth: int = 0) -> bytes:
    """Return the file with bytes changed in its nth record of a kind."""
    start = -1
    for _ in range(nth + 1):
        start = data.index(signature, start + 1)
    return data[: start + at] + value + data[start + at + len(value) :]


LOCAL, ENTRY, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
ONE = zipped({"a.xml": b"<a>" + b"text " * 20 + b"</a>"})
TWO = zipped({"a.xml": b"<a>same</a>", "b.xml": b"<a>same</a>"})


def _both(data: bytes, local: int, entry: int, value: bytes) -> bytes:
    return _patched(_patched(data, LOCAL, local, value), ENTRY, entry, value)


def _bomb(size: int, declared: int | None = None) -> bytes:
    data = zipped({"a.xml": b" " * size})
    return data if declared is None else _both(data, 22, 24, struct.pack("<I", declared))


def _named(raw: bytes) -> bytes:
    return zipped({"a" * len(raw): b"x"}).replace(b"a" * len(raw), raw)


def _twin_directory() -> bytes:
    """Return a file both of whose directory entries name the same member."""
    return _patched(TWO, ENTRY, 42, struct.pack("<I", 0), nth=1).replace(b"b.xml", b"a.xmk")


HOSTILE = {
    "not a zip": (b"Just text.", "is no zip file"),
    "nothing": (b"", "is no zip file"),
    "truncated": (ONE[:-1], "is no zip file, or its end is cut off"),
    "start cut off": (ONE[9:], "damaged"),
    "two ends": (
        zipped({"a": b"x"}, comment=END + b"\0" * 16 + struct.pack("<H", 0)),
        "two ends",
    ),
    "several disks": (_patched(ONE, END, 4, b"\1"), "one of several parts"),
    "member on another disk": (_patched(ONE, ENTRY, 34, b"\1"), "one of several parts"),
    "counts differ": (_patched(ONE, END, 10, b"\2"), "its directory is damaged"),
    "fewer than told": (_patched(ONE, END, 8, b"\2\0\2\0"), "its directory is damaged"),
    "more than told": (_patched(TWO, END, 8, b"\1\0\1\0"), "its directory is damaged"),
    "directory far away": (_patched(ONE, END, 16, b"\xff\xff\xff\x7f"), "its directory is damaged"),
    "member far away": (_patched(ONE, ENTRY, 42, b"\xff\xff\xff\x7f"), "is not where the directory says"),
    "other name inside": (_patched(ONE, LOCAL, 30, b"b"), "has another name"),
    "other method inside": (_patched(ONE, LOCAL, 8, b"\0"), "is not where the directory says"),
    "other size inside": (_patched(ONE, LOCAL, 22, b"\1"), "do not say the same"),
    "other checksum inside": (_patched(ONE, LOCAL, 14, b"\1\1"), "do not say the same"),
    "encrypted": (_both(ONE, 6, 8, b"\1"), "is encrypted"),
    "strongly encrypted": (_both(ONE, 6, 8, b"\x41"), "is encrypted"),
    "other compression": (_both(ONE, 8, 10, b"\x0e"), "method 14, which is not supported"),
    "twice the same name": (TWO.replace(b"b.xml", b"a.xml"), '"a.xml" is there twice'),
    "twice but for capitals": (TWO.replace(b"b.xml", b"A.XML"), '"A.XML" is there twice'),
    "path upwards": (_named(b"../etc/passwd"), "no plain path"),
    "path upwards inside": (_named(b"a/../../b"), "no plain path"),
    "absolute path": (_named(b"/etc/passwd"), "no plain path"),
    "drive": (_named(b"C:/x"), "no plain path"),
    "backslash": (_named(b"..\\x"), "no plain path"),
    "NUL in a name": (_named(b"a.xml\0.png"), "no plain path"),
    "name not UTF-8": (_both(_named(b"\xff\xfe"), 6, 8, b"\0\x08"), "name is not UTF-8"),
    "two entries of one member": (_twin_directory(), "has another name"),
    "no ZIP64 field": (_patched(ONE, ENTRY, 24, b"\xff" * 4), "not how large"),
    "bad ZIP64 end": (_patched(large(MEMBERS), b"PK\x06\x06", 48, b"\1\1"), "its ZIP64 directory is damaged"),
    "no ZIP64 end": (_patched(large(MEMBERS), b"PK\x06\x06", 0, b"KP"), "its ZIP64 directory is damaged"),
    "no descriptor": (_patched(streamed({"a": b"t"}), b"PK\x07\x08", 4, b"\1\1"), "not where they should"),
    "bomb": (_bomb(90 << 20), "would unpack to 94371840 bytes"),
    "bomb by ratio": (_bomb(8 << 20), "would unpack to 8388608 bytes"),
    "bomb that lies": (_bomb(40 << 20, 500), "does not end where the directory says"),
    "claims more": (_bomb(500, 501), "is damaged: its size or checksum"),
    "bad checksum": (_both(ONE, 14, 16, b"\1\1\1\1"), "is damaged: its size or checksum"),
    "stored with a bad checksum": (
        zipped({"a.xml": b"<a/>"}, method=zipfile.ZIP_STORED).replace(b"<a/>", b"<b/>"),
        "is damaged: its size or checksum",
    ),
    "damaged stream": (_patched(ONE, LOCAL, 35, b"\xff" * 8), "is damaged: Error"),
    "NUL in a text": (zipped({"a.xml": b"a\0b"}), "holds a NUL byte"),
}


def _read_all(data: bytes) -> None:
    archive = open_archive(data, "source/a.docx")
    archive.unpack(archive.members)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_with_place_and_hint_in_little_time(name: str) -> None:
    data, message = HOSTILE[name]
    with pytest.raises(DocumentError, match=message) as caught:
        _read_all(data)
    assert str(caught.value.at) == "source/a.docx:1"
    assert caught.value.hint


def test_members_that_overlap_are_refused() -> None:
    """A member inside another one's bytes: readers that go by the directory would see both."""
    inner = zipped({"b.xml": b"<b/>"}, method=zipfile.ZIP_STORED)
    local = inner[: inner.index(ENTRY)]
    outer = zipped({"a.xml": local}, method=zipfile.ZIP_STORED)
    place = outer.index(local)
    first, end = outer.index(ENTRY), outer.index(END)
    entry = _patched(inner, ENTRY, 42, struct.pack("<I", place))[inner.index(ENTRY) : inner.index(END)]
    tail = END + struct.pack("<HHHHIIH", 0, 0, 2, 2, end - first + len(entry), first, 0)
    with pytest.raises(DocumentError, match=r'the members "a\.xml" and "b\.xml" overlap'):
        open_archive(outer[:end] + entry + tail, "a.docx")


def test_a_member_that_reaches_into_the_directory_is_refused() -> None:
    data = zipped({"a.xml": b"<a/>"}, method=zipfile.ZIP_STORED)
    longer = struct.pack("<II", 5, 5)
    with pytest.raises(DocumentError, match=r'"a\.xml" overlaps the directory'):
        open_archive(_both(data, 18, 20, longer), "a.docx")


def test_bytes_after_a_members_stream_are_refused() -> None:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = packed.compress(b"text") + packed.flush()
    data = zipped({"a.xml": raw + b"more"}, method=zipfile.ZIP_STORED)
    data = _both(data, 8, 10, b"\x08")
    data = _both(data, 14, 16, struct.pack("<I", zlib.crc32(b"text")))
    data = _both(data, 22, 24, struct.pack("<I", 4))
    with pytest.raises(DocumentError, match="does not end where the directory says"):
        open_archive(data, "a.docx").read("a.xml")


def test_too_many_members_and_too_large_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_layout, "MOST_MEMBERS", 1)
    with pytest.raises(DocumentError, match="holds 2 members, and 1 is the most that is read"):
        open_archive(TWO, "a.docx")
    monkeypatch.setattr(zip_layout, "LARGEST_FILE", 1 << 20)
    with pytest.raises(DocumentError, match="holds more than 1 MiB"):
        open_archive(ONE + b" " * (1 << 20), "a.docx")


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "LARGEST_TEXT", 15)
    with pytest.raises(DocumentError, match="of text"):
        open_archive(TWO, "a.docx").unpack(["a.xml", "b.xml"])


def test_a_member_nobody_asked_for_is_never_unpacked() -> None:
    broken = _patched(zipped({"a.xml": b"<a/>", "b.bin": b"some bytes"}), LOCAL, 35, b"\xff" * 8, nth=1)
    package, together = open_archive(broken, "a.docx").unpack(["a.xml"])
    back = repack(package, together + b" ")
    assert open_archive(back, "a.docx").read("a.xml") == b"<a/> "


@pytest.mark.parametrize("seed", range(4))
def test_mutated_files_are_read_or_refused(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test's choice, no secret
    sources = list(KINDS.values())
    for _ in range(1500):
        data = bytearray(rng.choice(sources))
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(data) - 400 if rng.random() < 0.5 else 0, len(data))
            data[at : at + rng.choice((1, 1, 1, 0, 2))] = rng.choice(
                [bytes([rng.randrange(256)]), b"\xff\xff\xff\xff", b"\0\0", b"PK\x05\x06", b""]
            )
        try:
            archive = open_archive(bytes(data), "a.docx")
            package, together = archive.unpack([name for name in TEXTS if name in archive.members])
        except CaveatError:
            continue
        assert repack(package, together) == bytes(data)
