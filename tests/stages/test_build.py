"""build: what is written, what is withheld, what is removed, and what is never read."""

import json
from pathlib import Path

import pytest

from pipeline.build.page import Mode
from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.errors import CaveatError
from pipeline.model.catalog import Catalog
from pipeline.model.digest import digest_bytes
from pipeline.model.disclaimer import PinnedDisclaimer
from pipeline.model.locale import Locale
from pipeline.stages.build import build
from pipeline.stages.pins import render_pinned
from pipeline.stages.sources import read_disclaimers
from tests.projects import CONFIG, DAY, Project, make_project, support_pins

MARKED = CONFIG + '\n[release]\nstandard = "source-marked"\ncritical = "source-with-notice"\n'


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    project = make_project(tmp_path_factory.mktemp("drafted"))
    for command in ("extract", "update", "draft"):
        assert project.run(command, "--json").code == 0
    return project.files()


@pytest.fixture
def ready(drafted: dict[str, bytes], tmp_path: Path) -> Project:
    """Return a project whose catalogs hold machine drafts."""
    project = Project(tmp_path / "ready")
    for name, data in drafted.items():
        project.write(name, data)
    return project


def pin(project: Project, locale: str = "es", **changes: object) -> None:
    disclaimer = read_disclaimers(project.open())[0]
    fields: dict[str, object] = {
        "id": disclaimer.id,
        "version": disclaimer.version,
        "source_digest": disclaimer.digest,
        "heading": "Aviso",
        "text": "Esta página enseña.",
        "seal": "",
        "approved_by": ("a@example.org", "b@example.org"),
        **changes,
    }
    text = render_pinned([PinnedDisclaimer(**fields)])  # type: ignore[arg-type]
    project.write(f"locales/{locale}/disclaimers.toml", text)
    if fields["version"] == disclaimer.version and fields["source_digest"] == disclaimer.digest:
        support_pins(project.root, locale)


def release(project: Project, config: str = MARKED) -> dict[str, bytes]:
    project.write("caveat.toml", config)
    build(project.open(), Mode.RELEASE, as_of=DAY)
    return project.files("output/release")


def test_a_preview_shows_every_document_in_every_language(ready: Project) -> None:
    result = build(ready.open(), Mode.PREVIEW, as_of=DAY)
    assert [(page.document, page.locale) for page in result.pages] == [
        ("cramps", "en"),
        ("cramps", "es"),
        ("cramps", "ar"),
    ]
    assert result.locales == 3
    manifest = json.loads(ready.read("output/preview/manifest.json"))
    files = ready.files("output/preview")
    del files["manifest.json"]
    assert manifest["files"] == {name: digest_bytes(data) for name, data in files.items()}


def test_building_again_writes_nothing(ready: Project) -> None:
    first = build(ready.open(), Mode.PREVIEW, as_of=DAY)
    again = build(ready.open(), Mode.PREVIEW, as_of=DAY)
    assert first.written == len(ready.files("output/preview"))
    assert (again.written, again.removed) == (0, 0)


def test_one_job_and_two_give_the_same_bytes(ready: Project) -> None:
    one = build(ready.open(), Mode.PREVIEW, as_of=DAY, jobs=1)
    before = ready.files("output/preview")
    two = build(ready.open(), Mode.PREVIEW, as_of=DAY, jobs=2)
    assert ready.files("output/preview") == before
    assert one.pages == two.pages


def test_what_an_earlier_build_left_is_removed(ready: Project, tmp_path: Path) -> None:
    build(ready.open(), Mode.PREVIEW, as_of=DAY)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("mine")
    folder = ready.root / "output/preview"
    ready.write("output/preview/fr/old.html", "x")
    ready.write("output/preview/es/.caveat-half.tmp", "x")
    (folder / "empty/deep").mkdir(parents=True)
    (folder / "link").symlink_to(outside)
    (folder / "es/dead").symlink_to(outside / "nowhere")
    result = build(ready.open(), Mode.PREVIEW, as_of=DAY)
    assert (result.written, result.removed) == (0, 3)
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert not left & {"fr", "empty", "link", "es/dead", "es/.caveat-half.tmp"}
    assert (outside / "kept.txt").read_text() == "mine"


def test_a_link_in_the_place_of_a_page_is_not_followed(ready: Project, tmp_path: Path) -> None:
    build(ready.open(), Mode.PREVIEW, as_of=DAY)
    page = ready.root / "output/preview/es/cramps.txt"
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    page.unlink()
    page.symlink_to(outside)
    build(ready.open(), Mode.PREVIEW, as_of=DAY)
    assert outside.read_text() == "mine"
    assert not page.is_symlink()


def test_the_workbench_of_disclaimers_is_never_read(ready: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it unreadable, whoever runs the test: root may read any file."""
    for locale in ("es", "ar"):
        ready.write(f"locales/{locale}/LC_MESSAGES/disclaimers.po", b"\xff not a catalog")
        ready.write(f"locales/{locale}/reviews/disclaimers.jsonl", b"\xff not a ledger")
    read: list[str] = []
    original = Path.read_bytes

    def watched(path: Path) -> bytes:
        read.append(path.name)
        return original(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    for mode in Mode:
        build(ready.open(), mode, as_of=DAY)
    assert "cramps.po" in read
    assert not {"disclaimers.po", "disclaimers.jsonl", "disclaimers.pot"} & set(read)


def test_a_draft_of_a_disclaimer_never_reaches_a_page(ready: Project) -> None:
    path = ready.root / "locales/es/LC_MESSAGES/disclaimers.po"
    catalog = read_catalog(path, "x")
    entries = tuple(
        entry if entry.is_header else revise(entry, targets=("FUGA",), flags=()) for entry in catalog.entries
    )
    write_catalog(path, Catalog(entries=entries))
    build(ready.open(), Mode.PREVIEW, as_of=DAY)
    release(ready, MARKED + 'disclaimer = "source-marked"\n')
    assert not [name for name, data in ready.files("output").items() if b"FUGA" in data]


def test_nothing_approved_means_nothing_released_and_every_reason(ready: Project) -> None:
    result = build(ready.open(), Mode.RELEASE, as_of=DAY)
    assert result.pages == ()
    assert set(result.withheld) == {("cramps", "es"), ("cramps", "ar")}
    reasons = result.withheld["cramps", "es"]
    assert reasons[0].message == 'disclaimer "educational" is owed: no approved translation is pinned'
    assert len(reasons) == 12
    assert set(ready.files("output/release")) == {"manifest.json"}
    assert not (ready.root / "locales/releases").exists()


def test_a_release_of_one_language_links_to_no_other(ready: Project) -> None:
    pin(ready)
    files = release(ready)
    assert {name.split("/")[0] for name in files} == {"en", "es", "index.html", "manifest.json", "static"}
    page = files["es/cramps.html"].decode()
    assert "ar/" not in page
    assert "Esta página enseña." in page
    assert "noindex" not in page
    manifest = json.loads(files["manifest.json"])
    assert [one["locale"] for one in manifest["withheld"]] == ["ar"]


def test_english_is_never_unmarked_in_a_release(ready: Project) -> None:
    pin(ready)
    files = release(ready)
    page, markdown, text = (files[f"es/cramps.{suffix}"].decode() for suffix in ("html", "md", "txt"))
    assert page.count('class="fallback" lang="en"') + page.count('fallback" lang="en"') > 8
    assert '<div lang="en" dir="ltr">\n\n# Leg Cramps at Night\n\n</div>' in markdown
    assert text.startswith("[English] Leg Cramps at Night\n")
    assert 'data-notice="fallback"' in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"expires": "2026-02-28"}, "expired on 2026-02-28"),
        ({"version": "0"}, "another English wording"),
        ({"source_digest": "sha256:1"}, "another English wording"),
        ({"approved_by": ("a@example.org",)}, "approved by 1 of 2 people"),
    ],
)
def test_a_pinned_wording_that_no_longer_counts_withholds_the_page(
    ready: Project, changes: dict[str, object], why: str
) -> None:
    pin(ready, **changes)
    ready.write("caveat.toml", MARKED)
    result = build(ready.open(), Mode.RELEASE, as_of=DAY)
    assert why in result.withheld["cramps", "es"][0].message
    assert not list((ready.root / "output/release").rglob("*.html"))


def test_a_release_leaves_its_record(ready: Project) -> None:
    pin(ready)
    files = release(ready)
    records = list((ready.root / "locales/releases").iterdir())
    assert [path.name.startswith(f"{DAY}-") for path in records] == [True]
    record = json.loads(records[0].read_text())
    assert record["published"][1]["files"]["es/cramps.txt"] == digest_bytes(files["es/cramps.txt"])
    assert record["withheld"] == [{"document": "cramps", "locale": "ar"}]


def test_a_broken_source_stops_the_build_before_it_writes(ready: Project) -> None:
    build(ready.open(), Mode.PREVIEW, as_of=DAY)
    before = ready.files("output")
    ready.write("source/articles/cramps.txt", b"\xff")
    with pytest.raises(CaveatError):
        build(ready.open(), Mode.PREVIEW, as_of=DAY)
    assert ready.files("output") == before


def test_a_stale_or_emptied_text_falls_back_in_a_preview(ready: Project) -> None:
    path = ready.open().catalog(Locale("es"), "cramps")
    catalog = read_catalog(path, "x")
    entries = tuple(
        revise(entry, targets=("",)) if entry.key.source == "Drink water." else entry
        for entry in catalog.entries
    )
    write_catalog(path, Catalog(entries=entries))
    build(ready.open(), Mode.PREVIEW, as_of=DAY)
    page = ready.read("output/preview/es/cramps.html")
    assert '<p class="fallback" lang="en" dir="ltr">Stretch the leg. Drink water.</p>' in page
    assert "notice" in page
