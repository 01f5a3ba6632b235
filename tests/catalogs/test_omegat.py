from __future__ import annotations

from lxml import etree

from pipeline.catalogs.omegat import render_glossary, render_project
from pipeline.model.locale import Locale
from pipeline.model.term import Term, TermStatus


def test_a_project_names_both_languages_and_keeps_units_apart() -> None:
    root = etree.fromstring(render_project(Locale("en"), Locale("pt_BR")))
    told = {one.tag: one.text for one in root[0]}
    assert root[0].get("version") == "1.0"
    assert (told["source_lang"], told["target_lang"]) == ("en", "pt-BR")
    assert (told["sentence_seg"], told["support_default_translations"]) == ("false", "false")
    assert told["source_dir"] == told["target_dir"] == "__DEFAULT__"


def test_a_glossary_has_a_line_for_each_translation_and_no_tab_too_many() -> None:
    terms = (
        Term(source="dose", targets=("dosis", "toma"), part_of_speech="noun", note="a\tb\nc"),
        Term(source="WHO", is_kept=True),
        Term(source="stroke", forbidden=("golpe",)),
        Term(source="ache", targets=("dolor",), status=TermStatus.SUGGESTED),
    )
    assert render_glossary(terms).decode().splitlines() == [
        "dose\tdosis\tnoun; a b c",
        "dose\ttoma\tnoun; a b c",
        "WHO\tWHO\tdo not translate",
        "stroke\t\tnever: golpe",
        "ache\tdolor\ta suggestion",
    ]
