from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pipeline.catalogs.job_file import parse_job, render_job
from pipeline.errors import CatalogError
from pipeline.model.digest import digest_text
from pipeline.model.job import Job, JobDocument, JobFormat, JobUnit, WordCount

UNIT = JobUnit(
    id="0123456789ab", source=digest_text("a"), target=digest_text(""), is_fuzzy=False, is_asked=True
)
JOB = Job(
    project="P",
    locale="es",
    person="ana@example.org",
    on="2026-11-22",
    format=JobFormat.PO,
    documents=(JobDocument(id="dose", file="po/dose.po", units=(UNIT,)),),
    words=(WordCount(band="new", units=1, words=1),),
    version="0.1.0",
)


def test_a_job_comes_back_as_it_was_written() -> None:
    assert parse_job(render_job(JOB), "job.json") == JOB


def test_it_holds_no_text_of_the_work() -> None:
    unit = replace(UNIT, source=digest_text("Secret source."), target=digest_text("Texto secreto."))
    data = render_job(replace(JOB, documents=(replace(JOB.documents[0], units=(unit,)),))).decode()
    assert "ecret" not in data


@pytest.mark.parametrize(
    "changes",
    [
        {"person": "eve@example.org"},
        {"locale": "fr"},
        {"on": "2026-11-23"},
        {"documents": (replace(JOB.documents[0], units=(replace(UNIT, target=digest_text("b")),)),)},
        {"documents": (replace(JOB.documents[0], units=(replace(UNIT, is_fuzzy=True),)),)},
    ],
)
def test_what_was_handed_out_names_the_job(changes: dict[str, Any]) -> None:
    other = replace(JOB, **changes)
    assert other.id != JOB.id
    data = json.loads(render_job(other)) | {"job": JOB.id}
    with pytest.raises(CatalogError, match="is not job"):
        parse_job(json.dumps(data).encode(), "job.json")


DAMAGED = {"unit": "u", "source": "sha256:0", "target": "x", "fuzzy": False, "asked": True}


def broken(**changes: Any) -> bytes:
    return json.dumps(json.loads(render_job(JOB)) | changes).encode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"9" * 5000, "not JSON"),
        (b"[]", "has not the keys"),
        (b"\xff", "not UTF-8"),
        (broken(caveat="job/2"), "is not a job of this version"),
        (broken(person=["ana@example.org"]), '"person" is not a str'),
        (broken(person="ana"), "is not an e-mail address"),
        (broken(format="exe"), 'format "exe" is none of'),
        (broken(documents=[1]), "has not the keys"),
        (broken(words=[{"band": "new", "units": True, "words": 1}]), '"units" is not a int'),
        (broken(documents=[{"id": "d", "file": "f", "units": [DAMAGED]}]), "is damaged"),
    ],
)
def test_a_damaged_job_is_refused_with_its_place(data: bytes, told: str) -> None:
    with pytest.raises(Exception, match=told) as error:
        parse_job(data, "x.zip/job.json")
    assert str(error.value).startswith("x.zip/job.json")
