import json

import pytest

from pipeline.verify.folder import Folder, Manifest, ManifestPage
from pipeline.verify.records import check_records, read_digests

PAGE = ManifestPage(document="d", locale="es", files=("es/d.html",), standing="reviewed")


def record(**files: str) -> str:
    return json.dumps(
        {"caveat": "release/1", "published": [{"document": "d", "locale": "es", "files": files}]}
    )


def found(digest: str, *records: str) -> list[str]:
    manifest = Manifest(
        mode="release", files={"es/d.html": digest, "static/x": "z"}, pages=(PAGE,), withheld={}
    )
    folder = Folder(name="output/release", manifest=manifest)
    return [f"{one.check} {one.file}" for one in check_records(folder, manifest, read_digests(records))]


def test_a_file_that_some_release_recorded_is_right() -> None:
    assert found("sha256:2", record(**{"es/d.html": "sha256:1"}), record(**{"es/d.html": "sha256:2"})) == []


def test_a_file_that_no_release_recorded_so_is_found() -> None:
    wanted = ["release.not-recorded output/release/es/d.html"]
    assert found("sha256:3", record(**{"es/d.html": "sha256:1"})) == wanted
    assert found("sha256:1", record(**{"fr/d.html": "sha256:1"})) == wanted


def test_without_any_record_nothing_is_said() -> None:
    assert found("sha256:3") == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"caveat": "release/1"}', '{"caveat": "x", "published": 1}']
)
def test_a_damaged_record_vouches_for_nothing(text: str) -> None:
    assert read_digests([text]) == {}
    assert found("sha256:2", text, record(**{"es/d.html": "sha256:1"})) != []
