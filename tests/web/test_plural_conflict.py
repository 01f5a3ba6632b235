"""A conflict on a text with plural forms shows every form of all three texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.web.site import ES, address_of

if TYPE_CHECKING:
    from tests.web.site import Site

PLAIN = "Drink water."


def make_plural(site: Site, *forms: str) -> None:
    """Write the plain text with plural forms, as an editor does."""
    path = site.project.open().catalog(ES, "cramps")
    old = site.unit(PLAIN).entry
    text = path.read_text("utf-8")
    start = text.index(f'msgid "{PLAIN}"')
    stop = text.index("\n\n", start)
    numbered = "\n".join(f'msgstr[{number}] "{form}"' for number, form in enumerate(forms))
    plural = old.plural or "Drink waters."
    path.write_text(
        f'{text[:start]}msgid "{PLAIN}"\nmsgid_plural "{plural}"\n{numbered}{text[stop:]}', "utf-8"
    )


def test_a_conflict_shows_every_form_of_all_three_texts(site: Site) -> None:
    make_plural(site, "Un vaso.", "Muchos vasos.")
    read = site.unit(PLAIN)
    assert 'name="read" value="Muchos vasos."' in site.get(address_of(read)).text
    make_plural(site, "Un vaso.", "Varios vasos.")
    form = {
        "do": "edit",
        "mark": read.mark,
        "read": list(read.entry.targets),
        "target": ["Una copa.", "Muchas copas."],
    }
    conflict = site.post(address_of(read), form)
    assert conflict.status == 409
    for name, texts in (
        ("text-read", read.entry.targets),
        ("text-now", ("Un vaso.", "Varios vasos.")),
        ("text-sent", ("Una copa.", "Muchas copas.")),
    ):
        for place, text in zip((name, f"{name}-2"), texts, strict=True):
            shown = re.search(rf'id="{place}"[^>]*>(.*?)</p>', conflict.text)
            assert shown
            assert re.sub("<del>.*?</del>|<[^>]*>", "", shown[1]) == text
    assert "Drink waters." in conflict.words
    fields = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", conflict.text)
    assert fields == ["Una copa.", "Muchas copas."]
    again = {**form, "mark": site.unit(PLAIN).mark}
    assert site.post(address_of(read), again).status == 303
    assert site.unit(PLAIN).entry.targets == ("Una copa.", "Muchas copas.")
