"""A small project whose documents are the rows of an export, with people who sign."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.documents import refresh
from tests.projects import CONFIG, DISCLAIMERS, Project

if TYPE_CHECKING:
    from pathlib import Path

COLLECTION = """
[collections.table]
path = "source/tables"
files = ["*{suffix}"]
format = "{format}"
profile = "article"
key = "id"

[collections.table.fields]
Title = "text"
Body = "record"
Tip = "html"
"""
NOTE = "Educational Disclaimer\nThis page teaches. It does not replace a doctor."
ROWS = (
    {"id": "17", "Title": "Cramps at night", "Body": f"Null{NOTE}\nCare\nStretch the leg. Drink water.",
     "Tip": "<p>Walk <b>slowly</b> and breathe.</p>", "Price": "1.50"},
    {"id": "18", "Title": "Sleeping badly", "Body": f"{NOTE}\nWhen to Seek Care\nCall a doctor at once.",
     "Tip": "", "Price": "=A1+1"},
    {"id": "19", "Title": "Pain in the back", "Body": f"{NOTE}\nCare\nWalk a little every day.",
     "Tip": "<p>Rest for a while.</p>", "Price": ""},
)  # fmt: skip


def make_csv(rows: tuple[dict[str, str], ...] = ROWS) -> str:
    """Return an export as its content system writes it."""
    out = io.StringIO(newline="")
    names = {"Title": "Title (English)", "Body": "Body (English)", "Tip": "Tip (English)"}
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([names.get(name, name) for name in rows[0]])
    writer.writerows(list(row.values()) for row in rows)
    return out.getvalue()


def read_csv(text: str) -> dict[str, dict[str, str]]:
    """Return an export's rows by key."""
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def make_table(
    root: Path,
    data: str | bytes = "",
    name: str = "export.csv",
    *,
    fields: int = 3,
    collection: str = COLLECTION,
) -> Project:
    """Return a project of one export, extracted, with empty catalogs, with the first few fields."""
    project = Project(root)
    suffix = name[name.index(".") :]
    config = CONFIG[: CONFIG.index("[collections")] + CONFIG[CONFIG.index("[profiles.article]") :].replace(
        "required = true\n", ""
    )
    table = collection.format(suffix=suffix, format=suffix[1:]).splitlines(keepends=True)
    project.write("caveat.toml", config + "".join(table[: len(table) - 3 + fields]))
    project.write("source/disclaimers.toml", DISCLAIMERS)
    project.write(f"source/tables/{name}", data or make_csv())
    refresh(project)
    return project
