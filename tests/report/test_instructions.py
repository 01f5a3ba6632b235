from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html

from pipeline.model.job import Job, JobDocument, JobFormat, WordCount
from pipeline.model.unit import Risk
from pipeline.report.instructions import Contents, CriticalUnit, instructions_html, instructions_text
from tests.factories import ANA, make_unit

JOB = Job(
    project="Leg <care>",
    locale="pt_BR",
    person=ANA,
    on="2026-11-22",
    format=JobFormat.PO,
    documents=(JobDocument(id="dose", file="po/dose.po", units=()),),
    words=(WordCount(band="100", units=2, words=5), WordCount(band="new", units=1, words=7)),
    version="0.1.0",
)
ALL = Contents(has_memory=True, has_glossary=True, has_preview=True, has_pages=True)
NONE = Contents(has_memory=False, has_glossary=False, has_preview=False, has_pages=False)
CRITICAL = (
    CriticalUnit(document="dose", unit=make_unit("Take <1>5 ml</1>.", risk=Risk.CRITICAL, reasons=("dose",))),
)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("kind", JobFormat)
def test_page_and_text_say_the_same(kind: JobFormat) -> None:
    job = replace(JOB, format=kind)
    page = html.document_fromstring(instructions_html(job, ALL, CRITICAL).decode()).find("body")
    assert page is not None
    text = re.sub(r"^\d+\. ", "", instructions_text(job, ALL, CRITICAL).decode(), flags=re.MULTILINE)
    assert words_of(" ".join(page.itertext())) == words_of(text)


def test_texts_are_escaped_and_nothing_is_loaded() -> None:
    page = instructions_html(JOB, ALL, CRITICAL).decode()
    assert "Leg &lt;care&gt;: translation into Brazilian Portuguese" in page
    assert "Take &lt;1&gt;5 ml&lt;/1&gt;." in page
    assert not re.search(r"(?:src|href)=", page)


def test_words_are_added_up_and_the_person_is_named() -> None:
    text = instructions_text(JOB, ALL, CRITICAL).decode()
    assert f"Job {JOB.id}, handed to {ANA} on 2026-11-22." in text
    assert "12 English words" in text
    assert re.search(r"^all +3 +12$", text, re.MULTILINE)


def test_only_what_is_in_the_package_is_spoken_of() -> None:
    text = instructions_text(JOB, NONE, ()).decode()
    assert not [name for name in ("memory.tmx", "glossary.csv", "preview/", "can do harm") if name in text]
    documents = instructions_text(JOB, replace(ALL, has_pages=False), ()).decode()
    assert "preview/" in documents
    assert "index.html" not in documents
    full = instructions_text(JOB, ALL, CRITICAL).decode()
    assert all(name in full for name in ("memory.tmx", "glossary.csv", "preview/", "can do harm"))


@pytest.mark.parametrize(
    ("kind", "place"), [(JobFormat.PO, "po/"), (JobFormat.OMEGAT, "target/"), (JobFormat.XLIFF, "xliff/")]
)
def test_each_format_names_its_own_folders(kind: JobFormat, place: str) -> None:
    text = instructions_text(replace(JOB, format=kind), ALL, ()).decode()
    assert re.search(rf"^{place} ", text, re.MULTILINE)
    assert ("Create Translated Documents" in text) == (kind is JobFormat.OMEGAT)
