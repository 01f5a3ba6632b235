"""Documents in their own format: Law 8 and the other rules, from the verifier's side alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.verify import verify
from tests.documents import HEADING, TEXT
from tests.verify.natives import (
    BANNER,
    EN_HEADING,
    EN_TEXT,
    NOTICE,
    REGISTERED,
    Native,
    make_native,
    pinned_for,
)
from tests.verify.sample import TODAY

if TYPE_CHECKING:
    from pathlib import Path

OWED = '\n[release]\ndisclaimer = "source-with-notice"\n'
MARKED = '\n[release]\nstandard = "source-marked"\ncritical = "source-with-notice"\n'
ROBOTS = '<head><meta name="robots" content="noindex">'
LOOK = (
    'class="caveat-banner" style="margin: 0 0 1em; border: 2px solid #8a5a00; padding: 0.75em 1em;'
    ' background: #fff4d6; color: #3a2a00"'
)
SPAN = '<span lang="en" dir="ltr">{}</span>'


@pytest.fixture(scope="module")
def natives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Native]:
    return {name: make_native(tmp_path_factory.mktemp(name), name) for name in REGISTERED}


@pytest.fixture(params=REGISTERED)
def native(request: pytest.FixtureRequest, natives: dict[str, Native]) -> Native:
    return natives[request.param]


def swap(native: Native, old: str, new: str, *, count: int = 1) -> str:
    text = native.spanish()
    assert old in text, f"{old!r} is not there: this attack would test nothing"
    return text.replace(old, new, count)


def spoilt(native: Native, heading: str, text: str) -> str:
    """Return the translation with other lines in the place of the disclaimer's."""
    own_heading, own_text = native.disclaimer()
    return swap(native, own_text, "\0").replace(own_heading, heading).replace("\0", text)


def test_the_untouched_translation_is_not_accused(native: Native) -> None:
    result = native.verify(native.spanish())
    assert result.findings == ()
    assert result.pages_checked == 2


@settings(max_examples=120, deadline=None)
@given(data=st.data(), name=st.sampled_from(REGISTERED))
def test_a_released_document_without_its_disclaimer_exact_and_in_place_is_detected(
    natives: dict[str, Native], data: st.DataObject, name: str
) -> None:
    """A released page without its disclaimer, exact, visible and in place, cannot exist:
    verify detects it.
    """
    native = natives[name]
    heading, text = native.disclaimer()
    whole = data.draw(st.sampled_from([HEADING, TEXT]))
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.sampled_from("xÑ.7 "))
    changed = data.draw(
        st.sampled_from(
            [whole[:at] + whole[at + 1 :], whole[:at] + other + whole[at + 1 :], whole.swapcase()]
        )
    )
    if " ".join(changed.split()) == whole:
        return
    found = native.rules(spoilt(native, heading.replace(whole, changed), text.replace(whole, changed)))
    assert any(rule.startswith("disclaimer.") for rule in found), changed


def test_it_is_missed_when_it_is_gone(native: Native) -> None:
    assert "disclaimer.missing" in native.rules(spoilt(native, "", ""))
    assert "disclaimer.changed" in native.rules(spoilt(native, "", native.disclaimer()[1]))
    assert {"disclaimer.changed", "disclaimer.missing"} & native.rules(
        spoilt(native, native.disclaimer()[0], "")
    )


def test_it_is_noticed_twice(native: Native) -> None:
    heading, text = native.disclaimer()
    twice = native.spanish() + f"\n{heading}\n\n{text}\n"
    assert "disclaimer.duplicated" in native.rules(twice)


def test_it_is_noticed_at_another_place(native: Native) -> None:
    heading, text = native.disclaimer()
    gone = spoilt(native, "", "")
    end = gone.replace("</body>", f"{heading}\n{text}\n</body>")
    moved = end if end != gone else f"{gone}\n{heading}\n\n{text}\n"
    assert "disclaimer.misplaced" in native.rules(moved)


def test_the_english_wording_is_not_the_pinned_one(native: Native) -> None:
    heading, text = native.disclaimer()
    found = native.rules(spoilt(native, heading.replace(HEADING, EN_HEADING), text.replace(TEXT, EN_TEXT)))
    assert {"disclaimer.changed", "disclaimer.missing"} & found


HIDING = (
    ("<!-- {} -->", "disclaimer."),
    ("<details><summary>x</summary>\n\n{}\n\n</details>", "disclaimer.hidden"),
    ('<div style="display:none">\n\n{}\n\n</div>', "disclaimer.hidden"),
    ('<div style="font-size:0">\n\n{}\n\n</div>', "disclaimer.hidden"),
    ('<div style="color:#ffffff">\n\n{}\n\n</div>', "disclaimer.hidden"),
    ("<div hidden>\n\n{}\n\n</div>", "disclaimer.hidden"),
    ("<template>\n\n{}\n\n</template>", "disclaimer."),
    ("<style>h2, p {{ visibility: hidden }}</style>\n\n{}", "disclaimer.hidden"),
    ("<style>h2 + p {{ position: absolute; left: -9999px }}</style>\n\n{}", "disclaimer.hidden"),
    (
        "<style>h2 + p {{ order: 9 }}</style>\n\n{}",
        "disclaimer.hidden",
    ),
    ("<script>\n\n{}\n\n</script>", "disclaimer."),
)
MARKDOWN_HIDING = (
    ("```\n{}\n```", "disclaimer."),
    ("~~~\n{}\n~~~", "disclaimer."),
    ("[x]: <{0}>\n[y]: <{1}>", "disclaimer."),
    ('[x]: y "{0} {1}"', "disclaimer."),
    ("    {0}\n    {1}", "disclaimer."),
    ("{0}\n\n<span hidden>{1}</span>", "disclaimer.hidden"),
    ("{0}\n\n~~{1}~~", "disclaimer.hidden"),
    ("{0}\n\n![{1}](a.png)", "disclaimer."),
    ("{0} {{style=display:none}}\n\n{1}", "structure.changed"),
)


@pytest.mark.parametrize(("pattern", "rule"), HIDING)
@pytest.mark.parametrize("name", [one for one in ("markdown", "html") if one in REGISTERED])
def test_it_is_noticed_where_no_reader_sees_it(
    natives: dict[str, Native], name: str, pattern: str, rule: str
) -> None:
    native = natives[name]
    heading, text = native.disclaimer()
    found = native.rules(spoilt(native, pattern.format(f"{heading}\n\n{text}"), ""))
    assert any(one.startswith(rule) for one in found), found


@pytest.mark.parametrize(("pattern", "rule"), MARKDOWN_HIDING)
def test_tricks_of_markdown_do_not_hide_it(natives: dict[str, Native], pattern: str, rule: str) -> None:
    native = natives["markdown"]
    heading, text = native.disclaimer()
    inner = (heading, text) if "{1}" in pattern else (f"{heading}\n\n{text}",)
    if "[x]" in pattern or "    " in pattern:
        inner = (HEADING, TEXT)
    found = native.rules(spoilt(native, pattern.format(*inner), ""))
    assert any(one.startswith(rule) for one in found), found


def test_front_matter_does_not_show_it(natives: dict[str, Native]) -> None:
    native = natives["markdown"]
    gone = spoilt(native, "", "")
    hidden = gone.replace("title: cramps", f"title: cramps\nnote: {HEADING} {TEXT}")
    assert {"disclaimer.hidden", "structure.changed"} <= native.rules(hidden)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"expires": "2026-05-31"}, "disclaimer.expired"),
        ({"version": "0"}, "disclaimer.outdated"),
        ({"approved_by": ["a@example.org"]}, "disclaimer.unapproved"),
    ],
)
def test_a_pinned_wording_that_counts_no_more_is_refused(
    tmp_path: Path, native: Native, changes: dict[str, object], rule: str
) -> None:
    other = make_native(tmp_path, native.name, pinned=pinned_for(**changes))
    assert rule in other.rules(other.spanish())


def owed(native: Native, notice: str = NOTICE) -> str:
    """Return the translation with the English disclaimer, marked, below a notice."""
    heading, text = native.disclaimer()
    marks = {"markdown": SPAN, "html": SPAN}.get(native.name, "[Inglés] {}")
    own_notice = {"markdown": "> {}\n", "html": '<p class="caveat-notice">{}</p>'}.get(native.name, "[{}]")
    lines = (
        own_notice.format(notice) if notice else "",
        heading.replace(HEADING, marks.format(EN_HEADING)),
        text.replace(TEXT, marks.format(EN_TEXT)),
    )
    gap = "\n\n" if native.name == "plain" else "\n"
    return spoilt(native, lines[0] + gap + lines[1] if notice else lines[1], lines[2])


def test_an_owed_disclaimer_is_english_marked_and_has_a_notice(tmp_path: Path, native: Native) -> None:
    allowed = make_native(tmp_path, native.name, OWED, pinned="")
    assert allowed.verify(owed(allowed)).findings == ()
    assert "disclaimer.changed" in allowed.rules(owed(allowed, notice=""))
    plain = spoilt(
        allowed,
        allowed.disclaimer()[0].replace(HEADING, EN_HEADING),
        allowed.disclaimer()[1].replace(TEXT, EN_TEXT),
    )
    assert "disclaimer.language" in allowed.rules(plain)


def test_an_owed_disclaimer_is_not_released_where_policy_withholds(tmp_path: Path, native: Native) -> None:
    strict = make_native(tmp_path, native.name, pinned="")
    assert "disclaimer.unapproved" in strict.rules(owed(strict))


def test_a_notice_that_is_not_due_is_a_stranger(native: Native) -> None:
    heading, _ = native.disclaimer()
    notice = {"markdown": f"> {NOTICE}\n\n", "html": f'<p class="caveat-notice">{NOTICE}</p>\n'}
    inserted = notice.get(native.name, f"[{NOTICE}]\n\n")
    assert "structure.changed" in native.rules(swap(native, heading, inserted + heading))


def test_english_that_says_so_is_refused_where_policy_withholds(tmp_path: Path, native: Native) -> None:
    spanish, english = "Llame a un médico si el dolor sigue.", "Call a doctor if the pain stays."
    mark = {"markdown": SPAN, "html": SPAN}.get(native.name, "[Inglés] {}").format(english)
    assert native.rules(swap(native, spanish, mark)) == {"text.fallback-refused"}
    allowed = make_native(tmp_path, native.name, MARKED.replace("with-notice", "marked"))
    assert allowed.rules(swap(allowed, spanish, mark)) == set()
    noticed = make_native(tmp_path / "noticed", native.name, MARKED)
    assert noticed.rules(swap(noticed, spanish, mark)) == {"text.fallback-refused"}


def test_english_that_does_not_say_so_is_found(native: Native) -> None:
    spanish, english = "Llame a un médico si el dolor sigue.", "Call a doctor if the pain stays."
    assert native.rules(swap(native, spanish, english)) == {"text.unmarked-source"}


def test_a_marked_text_must_be_the_sources(native: Native) -> None:
    mark = {"markdown": SPAN, "html": SPAN}.get(native.name)
    if mark:
        changed = mark.format("Call a doctor if the pain goes.")
        assert "structure.changed" in native.rules(
            swap(native, "Llame a un médico si el dolor sigue.", changed)
        )


def test_a_wrong_direction_is_found(natives: dict[str, Native]) -> None:
    for name in ("markdown", "html"):
        if name in natives:
            native = natives[name]
            mark = SPAN.replace("ltr", "rtl").format("Call a doctor if the pain stays.")
            assert "page.language" in native.rules(swap(native, "Llame a un médico si el dolor sigue.", mark))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Calambres", "## Calambres"),
        ("- Beba un", "Beba un"),
        ("- Beba un", "  - Beba un"),
        ("- Estire la pierna.\n- Beba", "1. Estire la pierna.\n2. Beba"),
        ("- Estire la pierna.\n", ""),
        ("- Estire la pierna.\n", "- Estire la pierna.\n- Descanse.\n"),
        ("**dolores repentinos**", "dolores repentinos"),
        ("(water.md)", "(poison.md)"),
        ("drink water\n", "drink wine\n"),
        ("| Estire la pierna. |", "| Estire | la pierna. |"),
        ("title: cramps", "title: cramps\nlayout: other"),
        ("title: cramps", "title: cramps\n- more"),
        ("Pasan pronto.", "Pasan pronto. <?php exit; ?>"),
        ("Pasan pronto.", "Pasan pronto. ![x](y.png)"),
        ("Pasan pronto.", 'Pasan <b onclick="x()">pronto</b>.'),
        ("\n\n- Estire", "\n\n***\n\n- Estire"),
        ("Los calambres son **dolores repentinos** en la pierna. Pasan pronto.", "&nbsp;"),
    ],
)
def test_the_structure_is_the_sources(natives: dict[str, Native], old: str, new: str) -> None:
    native = natives["markdown"]
    found = native.rules(swap(native, old, new))
    assert found & {"structure.changed", "text.empty"}, found


def test_a_line_more_or_less_of_a_record_is_found(natives: dict[str, Native]) -> None:
    native = natives["record"]
    assert "structure.changed" in native.rules(swap(native, "Qué son\n", ""))
    assert "structure.changed" in native.rules(swap(native, "Qué son\n", "Qué son\nOtra cosa más.\n"))
    assert "text.junk" in native.rules(swap(native, HEADING, f"Null{HEADING}"))


def test_emphasis_may_stand_in_another_order(natives: dict[str, Native]) -> None:
    native = natives["markdown"]
    moved = swap(
        native,
        "Los calambres son **dolores repentinos** en la pierna.",
        "En la pierna, **dolores repentinos** son calambres.",
    )
    assert native.rules(moved) == set()


def test_the_english_beside_it_must_say_what_the_source_says(native: Native) -> None:
    sample = native.sample(native.spanish())
    file = native.file.replace("es/", "en/")
    sample.replace(file, "Call a doctor if", "Call no doctor if")
    assert "structure.changed" in {one.check for one in native.check(sample).findings}


def preview(native: Native, banner: str = BANNER) -> str:
    """Return the translation with a banner."""
    text = native.spanish()
    if native.name == "markdown":
        return text.replace("---\n\n#", f"---\n\n> {banner}\n\n#")
    if native.name == "html":
        return text.replace("<body>", f"<body>\n<div {LOOK}>{banner}</div>").replace("<head>", ROBOTS)
    title, rest = text.split("\n", 1)
    return f"{title}\n[{banner}]\n{rest}" if native.name == "record" else f"[{banner}]\n\n{text}"


def test_a_preview_says_that_it_is_one(native: Native) -> None:
    def rules(text: str) -> set[str]:
        sample = native.sample(text, "preview")
        found = native.check(sample, release=False).findings
        return {one.check for one in found if one.file.endswith(native.file)}

    assert rules(preview(native)) == set()
    assert rules(native.spanish()) == {"preview.unmarked"}
    assert "preview.unmarked" in rules(preview(native, banner="\u200b"))


def test_a_banner_in_a_release_is_refused(native: Native) -> None:
    assert "release.is-preview" in native.rules(preview(native))


def test_a_file_that_was_changed_after_the_build_is_found(native: Native) -> None:
    sample = native.sample(native.spanish())
    folder = native.workspace.root / "output" / "release"
    native.check(sample)
    (folder / native.file).write_text(native.spanish() + "\n")
    found = verify(native.workspace, folder, release=True, as_of=TODAY).findings
    assert {one.check for one in found} == {"manifest.changed-file"}


def test_a_file_that_is_gone_is_found(native: Native) -> None:
    sample = native.sample(native.spanish())
    del sample.files[native.file]
    assert "page.missing" in {one.check for one in native.check(sample).findings}


def test_what_nobody_reads_independently_is_not_taken_for_proven(native: Native) -> None:
    sample = native.sample(native.spanish())
    sample.files[native.file] = b"\xff"
    assert "page.unreadable" in {one.check for one in native.check(sample).findings}


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        ("A leg that hurts at night", "text.unmarked-source"),
        ("[Inglés] A leg that hurts at night", "text.fallback-refused"),
        ('x" title="Otra cosa', "structure.changed"),
        ('x" onload="y()', "structure.changed"),
    ],
)
def test_attributes_with_words_are_looked_at_too(natives: dict[str, Native], new: str, rule: str) -> None:
    native = natives["html"]
    assert native.rules(swap(native, "Una pierna que duele de noche", new)) == {rule}


def test_a_release_does_not_send_search_engines_away_and_a_preview_does(natives: dict[str, Native]) -> None:
    native = natives["html"]
    assert native.rules(swap(native, "<head>", ROBOTS)) == {"release.is-preview"}
    sample = native.sample(preview(native).replace(ROBOTS, "<head>"), "preview")
    found = {one.check for one in native.check(sample, release=False).findings if "es/" in one.file}
    assert found == {"preview.unmarked"}


def test_the_page_names_its_own_language(natives: dict[str, Native]) -> None:
    native = natives["html"]
    assert "page.language" in native.rules(swap(native, '<html lang="es">', '<html lang="ar">'))
    assert "page.language" in native.rules(swap(native, '<html lang="es">', "<html>"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<html ", '<html onload="x()" '),
        ("<html ", '<html class="x" '),
        ("<html ", '<?xml-stylesheet href="x.css"?><html '),
        ("</body>", "<!--[if IE]><p>x</p><![endif]--></body>"),
        ("<html ", "<!DOCTYPE x><html "),
    ],
)
def test_what_no_reader_sees_is_the_sources(natives: dict[str, Native], old: str, new: str) -> None:
    native = natives["html"]
    assert native.rules(swap(native, old, new)) == {"structure.changed"}


@pytest.mark.parametrize(
    "declared",
    ['<meta charset="shift_jis">', '<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">'],
)
def test_a_page_says_that_it_is_in_utf_8(tmp_path: Path, natives: dict[str, Native], declared: str) -> None:
    source = natives["html"].source.replace("<head>", f"<head>{declared}")
    native = make_native(tmp_path, "html", source=source.replace("shift_jis", "us-ascii"))
    good = native.spanish().replace("us-ascii", "utf-8")
    assert native.rules(good) == set()
    assert "page.language" in native.rules(good.replace("utf-8", "shift_jis"))


def test_an_instruction_of_xml_names_the_encoding_too(tmp_path: Path, natives: dict[str, Native]) -> None:
    source = '<?xml version="1.0" encoding="UTF-8"?>\n' + natives["html"].source
    native = make_native(tmp_path, "html", source=source)
    assert native.rules(native.spanish()) == set()
    assert native.rules(native.spanish().replace("UTF-8", "ISO-8859-1")) == {"page.language"}


def test_front_matter_that_nobody_declared_is_the_sources(tmp_path: Path, natives: dict[str, Native]) -> None:
    more = "title: cramps\nlayout: plain\ntags:\n  - legs"
    source = natives["markdown"].source.replace("title: cramps", more)
    native = make_native(tmp_path, "markdown", source=source)
    good = swap(native, "title: cramps", "title: calambres")
    assert native.rules(good) == set()
    for old, new in (
        ("plain", "https://example.net/x.js"),
        ("- legs", "- arms"),
        ("- legs", "- legs\n  - x"),
    ):
        assert native.rules(good.replace(old, new)) - {"text.new-link"} == {"structure.changed"}


def test_a_disclaimer_of_a_text_may_be_underlined(tmp_path: Path, natives: dict[str, Native]) -> None:
    source = natives["plain"].source.replace(f"{EN_HEADING}\n", f"{EN_HEADING}\n======\n")
    native = make_native(tmp_path, "plain", source=source)
    assert native.rules(native.spanish()) == set()
    assert "disclaimer.changed" in native.rules(swap(native, TEXT, f"---\n\n{TEXT}"))


def test_an_admonition_is_not_folded_up(tmp_path: Path, natives: dict[str, Native]) -> None:
    source = natives["markdown"].source.replace(
        "- Stretch the leg.", '!!! note "Rest."\n\n    Rest.\n\n- Stretch the leg.'
    )
    native = make_native(tmp_path, "markdown", source=source)
    good = native.spanish().replace('"Rest."', '"Descanse."').replace("    Rest.", "    Descanse.")
    assert native.rules(good) == set()
    for changed in ("??? note", "!!! hidden"):
        assert "structure.changed" in native.rules(good.replace("!!! note", changed))


def test_colours_of_the_whole_page_are_the_authors(tmp_path: Path, natives: dict[str, Native]) -> None:
    source = natives["html"].source
    coloured = make_native(tmp_path, "html", source=source.replace("<body>", '<body bgcolor="white">'))
    assert coloured.rules(coloured.spanish()) == set()
    hidden = swap(coloured, f"<p>{TEXT}", f'<p bgcolor="white">{TEXT}')
    assert "disclaimer.hidden" in coloured.rules(hidden)


def test_a_control_character_is_found_where_the_source_has_none(native: Native) -> None:
    found = native.rules(swap(native, "Llame a", "Llame \u202ea"))
    assert "safety.active-content" in found


def test_a_disclaimer_that_cannot_be_found_in_the_source_proves_nothing(native: Native) -> None:
    """The source file is read again from outside: there too the disclaimer stands in blocks of its own."""
    heading, text = native.disclaimer()
    lone = native.spanish().replace(heading, "").replace(text, f"{text} {text}")
    assert any(rule.startswith("disclaimer.") for rule in native.rules(lone))


def test_bold_in_a_preview_mark_stays_where_it_was(natives: dict[str, Native]) -> None:
    native = natives["markdown"]
    around = '<span lang="en" dir="ltr">Cramps are **sudden pains** in the leg. They pass soon.</span>'
    own = "Los calambres son **dolores repentinos** en la pierna. Pasan pronto."
    assert native.rules(swap(native, own, around)) == {"text.fallback-refused"}
    half = around.replace("They pass soon.</span>", "</span>Pasan pronto.")
    assert "structure.changed" in native.rules(swap(native, own, half))


def test_what_a_locale_does_not_have_is_not_missed(tmp_path: Path, natives: dict[str, Native]) -> None:
    source = natives["html"].source.replace("<p><img", '<p class="us">Call 911 at once.</p>\n<p><img')
    rule = '\n[[profiles.article.rules]]\nselector = ".us"\nlocales = ["en"]\n'
    native = make_native(tmp_path, "html", rule, source=source)
    without = native.spanish().replace('<p class="us">Call 911 at once.</p>\n', "")
    assert native.rules(without) == set()
    assert "structure.changed" in native.rules(native.spanish())
