import json

from pipeline.build.assemble import Reason
from pipeline.build.manifest import render_manifest
from pipeline.build.page import Mode
from pipeline.build.render import render_task
from pipeline.model.digest import digest_bytes
from tests.build.shelves import make_document, make_shelf, make_targets, make_task, pin


def test_the_manifest_lists_every_file_page_and_reason_and_no_date() -> None:
    page = render_task(make_task(make_shelf(make_targets(make_document()), pinned=(pin(),))))
    reasons = (Reason(message="owed"), Reason(message="needs x", unit="u", state="draft", risk="critical"))
    files = {"z": b"1", **page.files}
    data = render_manifest(Mode.RELEASE, files, [page], {("a", "ar"): reasons}, {"b": "2", "a": "1"})
    manifest = json.loads(data)
    assert manifest == {
        "caveat": "manifest/1",
        "mode": "release",
        "inputs": {"a": "1", "b": "2"},
        "files": {name: digest_bytes(content) for name, content in files.items()},
        "pages": [
            {
                "document": "a",
                "locale": "es",
                "standing": "reviewed",
                "files": ["es/a.html", "es/a.md", "es/a.txt"],
            }
        ],
        "withheld": [
            {
                "document": "a",
                "locale": "ar",
                "reasons": [
                    {"message": "owed"},
                    {"message": "needs x", "unit": "u", "state": "draft", "risk": "critical"},
                ],
            }
        ],
    }
    assert list(manifest["files"]) == sorted(files)
    assert data.endswith(b"}\n")
