from __future__ import annotations

import shutil
import subprocess

import pytest
from babel.core import Locale as BabelLocale

from pipeline.catalogs.po import render_catalog
from pipeline.catalogs.templates import make_header, make_template, noted_risk
from pipeline.model.catalog import Catalog
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk
from tests.factories import make_entry, make_unit


def test_a_template_tells_risk_and_notes_and_no_date() -> None:
    units = [
        make_unit("Take 5 ml.", Risk.CRITICAL, reasons=("dose",), notes=("section: Dose",)),
        make_unit("Rest."),
    ]
    text = render_catalog(make_template("dose", units, "source/dose.txt")).decode()
    assert (
        '#. section: Dose\n#. risk: critical (dose)\n#: source/dose.txt\nmsgid "Take 5 ml."\nmsgstr ""\n'
        in text
    )
    assert '\n\n#: source/dose.txt\nmsgid "Rest."\nmsgstr ""\n' in text
    assert "Date" not in text


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext's msgfmt is not installed")
@pytest.mark.parametrize("code", ["es", "pt_BR", "zh_Hans", "ar", "ru", "hi", "sr_Latn_RS", "fil"])
def test_gettext_accepts_the_header_of_every_locale(code: str) -> None:
    header = make_header("dose", Locale(code))
    assert header.comments == (f"dose in {BabelLocale.parse(code).get_display_name('en')}.",)
    data = render_catalog(Catalog(entries=(header,)))
    done = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", "-"], input=data, capture_output=True, check=False
    )
    assert b"Plural-Forms" in data
    assert b"plural" not in done.stderr.lower(), done.stderr


@pytest.mark.parametrize("risk", Risk)
def test_the_risk_that_a_template_notes_can_be_read_again(risk: Risk) -> None:
    unit = make_unit("Rest.", risk, reasons=("dose",), notes=("risk: none that I know",))
    (entry,) = make_template("a", [unit], "a.txt").units()
    assert noted_risk(entry) is risk


def test_of_two_notes_the_higher_risk_counts() -> None:
    notes = [
        unit.extracted for unit in make_template("a", [make_unit("Rest.", Risk.CRITICAL)], "a.txt").units()
    ]
    entry = make_entry("Rest.", extracted=(*notes[0], "risk: disclaimer"))
    assert noted_risk(entry) is Risk.DISCLAIMER
