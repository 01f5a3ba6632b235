"""Exports in a built folder, attacked one by one: whatever is changed after the build is found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.build.page import Mode
from pipeline.formats.packages import open_archive
from pipeline.model.digest import digest_bytes
from pipeline.stages.build import build
from pipeline.stages.verify import verify
from tests.documents import TEXT, approve, refresh, spanish, translate
from tests.exports import COLLECTION, NOTE, make_csv, make_table, read_csv
from tests.formats.workbooks import inline, make_sheets, make_workbook, member, number
from tests.formats.zips import zipped
from tests.projects import DAY, Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "exports/table/export.csv"
JSON = json.dumps(
    {"made": 1.50, "rows": [{"id": 7, "Title (English)": "Cramps at night", "n": 1.0, "x": None}]}
)
XLSX = make_workbook(
    [
        [inline("id"), inline("Title (English)"), inline("Body (English)"), inline("n")],
        [
            number("7"),
            inline("Cramps at night"),
            inline("Care\nStretch the leg. Drink water."),
            number("1.50"),
        ],
    ]
)


def find(project: Project, mode: Mode = Mode.RELEASE) -> list[str]:
    """Return the rules of what verify finds, with the messages."""
    workspace = project.open()
    result = verify(workspace, workspace.output(mode.value), release=mode is Mode.RELEASE, as_of=DAY)
    return [f"{one.check}: {one.message}" for one in result.findings]


def make(project: Project, mode: Mode = Mode.RELEASE) -> Project:
    translate(project)
    approve(project)
    build(project.open(), mode, as_of=DAY)
    return project


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make(make_table(tmp_path_factory.mktemp("table"))).files()


@pytest.fixture
def project(files: dict[str, bytes], tmp_path: Path) -> Project:
    """Return a released export with Spanish approved and Arabic withheld."""
    project = Project(tmp_path / "project")
    for name, data in files.items():
        project.write(name, data)
    return project


def attack(project: Project, change: Callable[[str], str], file: str = FILE) -> list[str]:
    """Change a built file behind the manifest's back, and put its new digest there."""
    text = project.read(f"output/release/{file}")
    changed = change(text)
    assert changed != text
    project.write(f"output/release/{file}", changed)
    manifest = json.loads(project.read("output/release/manifest.json"))
    manifest["files"][file] = digest_bytes(changed.encode())
    project.write("output/release/manifest.json", json.dumps(manifest))
    return find(project)


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def test_what_is_built_is_found_to_be_right(project: Project) -> None:
    assert find(project) == []
    build(project.open(), Mode.PREVIEW, as_of=DAY)
    assert find(project, Mode.PREVIEW) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("export.json", JSON.encode()),
        ("export.jsonl", b'{"id": 7, "Title (English)": "Cramps at night", "n": 1.50}\n'),
        ("export.xlsx", XLSX),
    ],
)
def test_every_kind_of_export_is_read_independently(tmp_path: Path, name: str, data: bytes) -> None:
    project = make_table(tmp_path, data, name, fields=2 if name.endswith("xlsx") else 1)
    make(project)
    assert find(project) == []
    raw = (project.root / f"output/release/exports/table/{name}").read_bytes()
    text = member(raw) if name.endswith("xlsx") else raw.decode()
    assert spanish("Cramps at night") in text
    build(project.open(), Mode.PREVIEW, as_of=DAY)
    assert find(project, Mode.PREVIEW) == []


def test_what_stands_beside_the_rows_is_compared(tmp_path: Path) -> None:
    project = make(make_table(tmp_path, JSON.encode(), "export.json", fields=1))
    found = attack(project, swap('"made": 1.5', '"made": 1.50'), "exports/table/export.json")
    assert [one for one in found if "release.not-recorded" not in one] == [
        "structure.changed: what stands beside the rows is not as in the source"
    ]
    found = attack(project, swap('"n": 1.0', '"n": 1'), "exports/table/export.json")
    assert any('n of "7" is not as in the source' in one for one in found)


NESTED = """
[collections.table]
path = "source/tables"
files = ["*{suffix}"]
format = "{format}"
profile = "article"
key = "sys.id"

[collections.table.fields]
content.title = "text"
"content.care.now" = "text"
"content.care.later" = "text"
"""
OBJECTS = json.dumps(
    [
        {
            "sys": {"id": 7, "v": [1.0]},
            "content": {
                "title": "Cramps at night",
                "care": {"later": "Rest for a while.", "note": "internal", "now": "Stretch the leg."},
            },
        },
        {"sys": {"id": 8}, "content": [], "content.title": "Sleeping badly"},
    ]
)


def test_fields_in_objects_are_filled_and_verified(tmp_path: Path) -> None:
    project = make(make_table(tmp_path, OBJECTS, "export.json", collection=NESTED))
    assert find(project) == []
    [first, second] = json.loads(project.read("output/release/exports/table/export.json"))
    assert first["content"]["title (Spanish)"] == spanish("Cramps at night")
    assert list(first["content"]["care"]) == ["later", "later (Spanish)", "note", "now", "now (Spanish)"]
    assert second["content.title (Spanish)"] == spanish("Sleeping badly")
    build(project.open(), Mode.PREVIEW, as_of=DAY)
    assert find(project, Mode.PREVIEW) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Cramps at night"', '"Cramps"', 'content.title of "7" is not as in the source'),
        ('"internal"', '"public"', 'content of "7" is not as in the source'),
        (
            '"note": "internal"',
            '"more": 1, "note": "internal"',
            'content of "7" is not as in the source',
        ),
        ("[1.0]", "[1]", 'sys of "7" is not as in the source'),
        ('"content": []', '"content": {}', 'content of "8" is not as in the source'),
        ("(Spanish)", "(Danish)", 'the column "content.title (Danish)" is neither'),
        (f'"{spanish("Stretch the leg.")}"', '"=1+1"', "would be run by a spreadsheet"),
        (f'"{spanish("Stretch the leg.")}"', '["a"]', 'content.care.now of "7" in es holds no text'),
    ],
)
def test_an_attack_in_an_object_is_found(tmp_path: Path, old: str, new: str, message: str) -> None:
    project = make(make_table(tmp_path, OBJECTS, "export.json", collection=NESTED))
    found = attack(project, lambda text: text.replace(old, new, 1), "exports/table/export.json")
    assert any(message in one for one in found), found


def test_the_chosen_sheet_is_filled_and_verified(tmp_path: Path) -> None:
    header = [inline("id"), inline("Title (English)")]
    rows = [header, [number("7"), inline("Cramps at night")]]
    data = make_sheets({"Old": [header, [number("7"), inline("Sleeping badly")]], "New": rows})
    collection = COLLECTION.replace('key = "id"', 'key = "id"\nsheet = "New"')
    project = make(make_table(tmp_path, data, "export.xlsx", fields=1, collection=collection))
    assert find(project) == []
    file = project.root / "output/release/exports/table/export.xlsx"
    second = "xl/worksheets/sheet2.xml"
    assert spanish("Cramps at night") in member(file.read_bytes(), second)
    for name, old, message in (
        (second, "Cramps at night", 'Title (English) of "7" is not as in the source'),
        ("xl/worksheets/sheet1.xml", "Sleeping badly", "what stands beside the rows is not as in the source"),
    ):
        built = file.read_bytes()
        file.write_bytes(repack_with(built, name, member(built, name).replace(old, "Else")))
        assert any(message in one for one in find(project)), name
        file.write_bytes(built)


def repack_with(data: bytes, name: str, text: str) -> bytes:
    """Return a workbook with another text in one of its members."""
    archive = open_archive(data, "")
    return zipped({one: archive.read(one) for one in archive.members} | {name: text.encode()})


SPANISH = spanish("Stretch the leg.")
ATTACKS = {
    "a key": (swap("\r\n18,", "\r\n81,"), 'structure.changed: the row "81" is not in the source'),
    "a value": (swap("1.50", "1.5"), 'structure.changed: Price of "17" is not as in the source'),
    "an english text": (swap("Drink water", "Drink wine"), 'Body (English) of "17" is not as in'),
    "a column": (swap("Price", "Cost"), 'structure.changed: the column "Price" is missing'),
    "a new column": (
        lambda text: text.replace("(Spanish)\r\n", "(Spanish),Extra\r\n", 1),
        'structure.changed: the column "Extra" is neither',
    ),
    "a language that is none of the project's": (
        swap("Title (Spanish)", "Title (Danish)"),
        'structure.changed: the column "Title (Danish)" is neither',
    ),
    "a missing row": (lambda text: text[: text.index("\r\n19,") + 2], 'the row "19" is missing'),
    "a row that stands twice": (
        lambda text: text + text[text.index("\r\n19,") + 2 :],
        'the row "19" stands there 2 times',
    ),
    "the order of rows": (
        lambda text: text.replace("\r\n17,", "\r\n@").replace("\r\n19", "\r\n17").replace("@", "19,"),
        "the rows stand in another order",
    ),
    "a disclaimer's text": (
        swap("No reemplaza", "Reemplaza"),
        'disclaimer.changed: Body of "17" in es',
    ),
    "a disclaimer that is gone": (swap(f"Aviso educativo\n{TEXT}\n", ""), "disclaimer.missing: Body of"),
    "a disclaimer in english": (
        swap(f"Aviso educativo\n{TEXT}", NOTE),
        'Body of "17" in es: disclaimer "educational"',
    ),
    "a disclaimer further down": (
        lambda text: text.replace(f"Aviso educativo\n{TEXT}\n", "", 1).replace(
            f"{SPANISH} {spanish('Drink water.')}",
            f"{SPANISH} {spanish('Drink water.')}\nAviso educativo\n{TEXT}",
            1,
        ),
        "disclaimer.misplaced: Body of",
    ),
    "english in a cell": (
        swap(spanish("Walk a little every day."), "Walk a little every day."),
        'text.unmarked-source: Body of "19" in es',
    ),
    "english in a line": (
        swap(spanish("Pain in the back"), "Pain in the back"),
        'text.unmarked-source: Title of "19" in es',
    ),
    "an address in a line": (
        swap(spanish("Pain in the back"), f"{spanish('Pain in the back')} www.evil.example"),
        'text.new-link: Title of "19" in es',
    ),
    "an address in a cell": (
        swap(spanish("Walk a little every day."), f"{spanish('Walk a little every day.')} ana@evil.example"),
        'text.new-link: Body of "19" in es',
    ),
    "white space in a line": (
        swap(spanish("Pain in the back"), "\xa0" * 50 + spanish("Pain in the back")),
        'structure.changed: Title of "19" in es',
    ),
    "a formula": (
        swap(spanish("Sleeping badly"), "=HYPERLINK(1)"),
        'safety.active-content: Title of "18" in es would be run',
    ),
    "a script": (swap("Xbml <b>", "<script>1</script>Xbml <b>"), 'Tip of "17" in es'),
    "other markup": (swap("<p>Xbml <b>tmpxmz</b>", "<p>Xbml tmpxmz"), 'structure.changed: Tip of "17" in es'),
    "a heading more": (swap(f"\n{SPANISH}", f"\nNbt\n{SPANISH}"), 'structure.changed: Body of "17" in es'),
    "two lines": (
        lambda text: text.replace(spanish("Sleeping badly"), '"Uno\nDos"', 1),
        'structure.changed: Title of "18" in es: holds more than one line',
    ),
    "an emptied cell": (
        swap("," + spanish("Sleeping badly") + ",", ",,"),
        'page.missing: Title of "18" is published in es, and not filled',
    ),
    "nothing to see": (
        swap("," + spanish("Sleeping badly") + ",", ",\u200b,"),
        'text.empty: Title of "18" in es',
    ),
    "a text where there is none": (
        lambda text: text.replace('podf.",', 'podf.",Uif ujq', 1),
        'release.withheld-text: Tip of "18" in es has no source text',
    ),
    "no table at all": (lambda _: "", "page.unreadable"),
    "an open quote": (lambda text: text + '"', "page.unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_found(project: Project, name: str) -> None:
    change, expected = ATTACKS[name]
    found = attack(project, change)
    assert any(expected in one for one in found), found


def test_a_text_in_a_language_that_the_manifest_withholds_is_found(project: Project) -> None:
    def add(text: str) -> str:
        head, row, _ = text.partition("(Spanish)\r\n")
        first = text.index("\r\n18,")
        return (
            head + "(Spanish),Title (Arabic)\r\n" + text[len(head + row) : first] + ",تشنجات" + text[first:]
        )

    found = attack(project, add)
    assert [one for one in found if "release.not-recorded" not in one] == [
        'release.withheld-text: Title of "17" in ar is filled, and the manifest does not publish it'
    ]


def test_a_release_that_says_less_is_published_than_is_filled_is_found(project: Project) -> None:
    manifest = json.loads(project.read("output/release/manifest.json"))
    manifest["pages"] = [
        one for one in manifest["pages"] if (one["document"], one["locale"]) != ("table-17", "es")
    ]
    manifest["withheld"].append({"document": "table-17", "locale": "es", "reasons": [{"message": "because"}]})
    project.write("output/release/manifest.json", json.dumps(manifest))
    assert [one for one in find(project) if "is filled, and the manifest" in one]


def test_an_export_that_is_absent_is_found(project: Project) -> None:
    (project.root / "output/release" / FILE).unlink()
    found = find(project)
    assert any(one.startswith("page.missing") for one in found)
    assert any(one.startswith("manifest.missing-file") for one in found)


def test_a_preview_is_refused_as_a_release(project: Project) -> None:
    build(project.open(), Mode.PREVIEW, as_of=DAY)
    workspace = project.open()
    found = verify(workspace, workspace.output("preview"), release=True, as_of=DAY).findings
    assert any(one.check == "release.is-preview" for one in found)


def test_a_preview_without_its_banner_is_found(project: Project) -> None:
    build(project.open(), Mode.PREVIEW, as_of=DAY)
    rows = read_csv(project.read(f"output/preview/{FILE}"))
    banner = rows["17"]["Body (Spanish)"].splitlines()[0]
    text = project.read(f"output/preview/{FILE}").replace(banner + "\n", "")
    project.write(f"output/preview/{FILE}", text)
    assert any("preview.unmarked: Body of" in one for one in find(project, Mode.PREVIEW))


def test_a_delta_is_held_to_the_same_rules(project: Project) -> None:
    [record] = [path.stem for path in (project.root / "locales/releases").iterdir()]
    project.write("source/tables/export.csv", make_csv().replace("Pain in the back", "Pain in the neck"))
    make_again(project)
    build(project.open(), Mode.RELEASE, as_of="2026-03-02", since=record)
    assert find(project) == []
    delta = "deltas/table/export.csv"
    assert list(read_csv(project.read(f"output/release/{delta}"))) == ["19"]
    found = attack(project, swap("No reemplaza", "Reemplaza"), delta)
    assert any('disclaimer.changed: Body of "19" in es' in one for one in found)


def make_again(project: Project) -> None:
    refresh(project)
    translate(project)
    approve(project)
