"""Decisions at the page: bound to what their reader saw, recorded under their name, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.model.event import EventKind
from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.review.selection import Scope
from pipeline.stages.scopes import mark_of
from tests.projects import DAY
from tests.web.site import DORA, ES, LUIS, TOMAS, address_of, prepare

if TYPE_CHECKING:
    from pipeline.model.event import Event
    from tests.web.site import Answer, Site

PLAIN, SECOND, CRITICAL = "Drink water.", "Stretch the leg.", "Call a doctor if the pain stays."


def events(site: Site, source: str) -> list[Event]:
    return list(site.unit(source).events)


def state(site: Site, source: str) -> State:
    return site.unit(source).standing.state


def follow(site: Site, answer: Answer, person: str = DORA) -> Answer:
    assert answer.status == 303
    return site.get(answer.header("location"), person)


def test_an_approval_is_recorded_under_the_readers_own_name(site: Site) -> None:
    shown = follow(site, site.decide("approve", PLAIN))
    [event] = events(site, PLAIN)
    assert (event.kind, event.by, event.on, event.brought_by) == (EventKind.APPROVE, DORA, DAY, None)
    assert state(site, PLAIN) is State.APPROVED
    assert "Approved: 1 text." in shown.words


def test_a_form_can_not_name_another_signer(site: Site) -> None:
    site.decide("approve", PLAIN, by=LUIS, email=LUIS, person_=LUIS)
    assert {event.by for event in events(site, PLAIN)} == {DORA}


def test_what_was_done_is_told_once(site: Site) -> None:
    site.decide("approve", PLAIN)
    assert "Approved: 1 text." in site.get("/").words
    assert "Approved: 1 text." not in site.get("/").words


def test_critical_text_needs_two_and_one_of_them_clinical(site: Site) -> None:
    site.decide("approve", CRITICAL, TOMAS)
    assert state(site, CRITICAL) is State.REVIEWED
    site.decide("approve", CRITICAL, LUIS)
    assert state(site, CRITICAL) is State.REVIEWED
    site.decide("approve", CRITICAL, DORA)
    assert state(site, CRITICAL) is State.APPROVED


def test_one_action_approves_the_paragraph(site: Site) -> None:
    one = site.unit(PLAIN)
    units = site.desk.library.open(DAY).shelves(ES).gather(one, Scope.PARAGRAPH)
    assert {unit.unit.key.source for unit in units} == {PLAIN, SECOND}
    query = "locale=es&document=cramps&wait=you&risk=standard"
    form = {"do": "approve", "scope": "paragraph", "mark": mark_of(units), "queue": query}
    done = site.post(address_of(units[0]), form)
    assert not any(done.header("location").startswith(address_of(unit)) for unit in units)
    assert "Approved: 2 texts." in follow(site, done).words
    assert state(site, PLAIN) is state(site, SECOND) is State.APPROVED


def test_one_action_approves_the_section_as_its_page_shows_it(site: Site) -> None:
    one = site.unit(CRITICAL)
    page = site.get(address_of(one).replace("/unit/", "/section/"))
    assert CRITICAL in page.words
    mark = page.text.partition('name="mark" value="')[2].partition('"')[0]
    site.post(address_of(one), {"do": "approve", "scope": "section", "mark": mark})
    assert [event.by for event in events(site, "When to Seek Care")] == [DORA]
    assert [event.by for event in events(site, CRITICAL)] == [DORA]


def test_one_action_approves_the_words_around_the_pages(site: Site) -> None:
    units = site.desk.library.open(DAY).shelved(ES, "interface").units
    page = site.get(address_of(units[0]).replace("/unit/", "/section/"))
    mark = page.text.partition('name="mark" value="')[2].partition('"')[0]
    site.post(address_of(units[0]), {"do": "approve", "scope": "all", "mark": mark})
    after = site.desk.library.open(DAY).shelved(ES, "interface").units
    assert all(one.events for one in after)


def test_one_action_approves_an_identical_unit_everywhere(site: Site) -> None:
    site.project.write("source/articles/twin.txt", site.project.read("source/articles/cramps.txt"))
    prepare(site.project)
    one = site.unit(PLAIN)
    page = site.get(address_of(one))
    assert "Approve in all 2 documents" in page.words
    units = site.desk.library.open(DAY).shelves(ES).gather(one, Scope.EVERYWHERE)
    site.post(address_of(one), {"do": "approve", "scope": "everywhere", "mark": mark_of(units)})
    assert state(site, PLAIN) is State.APPROVED
    assert site.unit(PLAIN, document="twin").standing.state is State.APPROVED


def test_a_rejection_needs_a_reason_and_is_shown_to_others(site: Site) -> None:
    silent = site.decide("reject", PLAIN)
    assert not events(site, PLAIN)
    assert "a rejection needs a reason" in follow(site, silent).words
    site.decide("reject", PLAIN, text="Too harsh.")
    assert [event.kind for event in events(site, PLAIN)] == [EventKind.REJECT]
    assert address_of(site.unit(PLAIN)) not in site.get("/queue?wait=you", LUIS).text
    assert address_of(site.unit(PLAIN)) in site.get("/queue?wait=translator", LUIS).text
    page = site.get(address_of(site.unit(PLAIN)), LUIS)
    assert "Too harsh." in page.words
    assert "dora@example.org rejected exactly this text" in page.words


def test_words_that_are_refused_stand_in_the_form_again(site: Site) -> None:
    catalog = "locales/es/LC_MESSAGES/cramps.po"
    target = site.unit(PLAIN).entry.target
    site.project.write(catalog, site.project.read(catalog).replace(f'msgstr "{target}"', 'msgstr ""'))
    refused = site.decide("comment", PLAIN, text="My long question.")
    assert refused.status == 422
    assert "there is no translation yet" in refused.words
    assert "My long question." in refused.words
    assert not events(site, PLAIN)


def test_a_comment_is_recorded_and_changes_no_state(site: Site) -> None:
    site.decide("comment", PLAIN, text="Is this formal enough?")
    assert state(site, PLAIN) is State.DRAFT
    assert "Is this formal enough?" in site.get(address_of(site.unit(PLAIN))).words
    assert "Is this formal enough?" in site.get("/activity").words


def test_a_decision_can_be_taken_back(site: Site) -> None:
    site.decide("approve", PLAIN)
    assert "Take my decision back" in site.get(address_of(site.unit(PLAIN))).words
    assert "Take my decision back" not in site.get(address_of(site.unit(PLAIN)), LUIS).words
    site.decide("revoke", PLAIN)
    assert state(site, PLAIN) is not State.APPROVED


def test_an_edit_makes_the_person_the_author_and_keeps_them_from_approving(site: Site) -> None:
    shown = follow(site, site.decide("edit", PLAIN, target="Beba agua."))
    assert site.unit(PLAIN).entry.target == "Beba agua."
    assert state(site, PLAIN) is State.TRANSLATED
    assert site.unit(PLAIN).standing.authors == (DORA,)
    assert 'data-key="a" disabled aria-describedby="why-not"' in shown.text
    assert "You can’t approve this: you wrote this text; somebody else must approve it." in shown.words
    assert "wrote this text" in follow(site, site.decide("approve", PLAIN)).words
    assert state(site, PLAIN) is State.TRANSLATED
    site.decide("approve", PLAIN, LUIS)
    assert state(site, PLAIN) is State.APPROVED


def test_an_edit_with_line_ends_of_a_browser_is_the_text_that_was_meant(site: Site) -> None:
    site.decide("edit", PLAIN, target="Beba\r\nagua.")
    assert site.unit(PLAIN).entry.target == "Beba\nagua."


def test_a_text_that_breaks_the_markup_is_refused_and_stands_in_the_form(site: Site) -> None:
    refused = site.decide("edit", PLAIN, target="Beba <1>agua</1>.")
    assert refused.status == 422
    assert "Not recorded" in refused.words
    assert "Beba &lt;1&gt;agua&lt;/1&gt;.</textarea>" in refused.text
    assert site.unit(PLAIN).entry.target != "Beba <1>agua</1>."
    assert not events(site, PLAIN)


def test_a_changed_entry_gives_all_three_texts_and_nothing_is_lost(site: Site) -> None:
    read = site.unit(PLAIN)
    site.decide("edit", PLAIN, LUIS, target="Tome agua.")
    form = {"do": "edit", "mark": read.mark, "read": read.entry.target, "target": "Beba mucha agua."}
    conflict = site.post(address_of(read), form)
    assert conflict.status == 409
    for text in (read.entry.target, "Tome", "Beba mucha agua."):
        assert text in conflict.words
    assert "Beba mucha agua.</textarea>" in conflict.text
    assert site.unit(PLAIN).entry.target == "Tome agua."
    again = site.unit(PLAIN).mark
    assert again in conflict.text
    site.post(address_of(read), {**form, "mark": again})
    assert site.unit(PLAIN).entry.target == "Beba mucha agua."


@pytest.mark.parametrize("do", ["approve", "reject"])
def test_a_decision_on_a_changed_text_is_refused_with_both_texts_and_the_words(site: Site, do: str) -> None:
    read = site.unit(PLAIN)
    site.decide("edit", PLAIN, LUIS, target="Tome agua.")
    form = {"do": do, "mark": read.mark, "read": read.entry.target, "text": "Sounds odd."}
    conflict = site.post(address_of(read), form)
    assert conflict.status == 409
    assert read.entry.target in conflict.words
    assert "Tome" in conflict.words
    assert "Sounds odd." in conflict.words
    assert [event.kind for event in events(site, PLAIN)] == [EventKind.TRANSLATE]


def test_what_somebody_says_against_a_text_is_read_before_it_is_approved(site: Site) -> None:
    read = site.unit(PLAIN)
    site.decide("comment", PLAIN, LUIS, text="This is wrong.")
    form = {"do": "approve", "mark": read.mark, "read": read.entry.target}
    assert site.post(address_of(read), form).status == 409
    assert state(site, PLAIN) is State.DRAFT


def test_two_people_may_sign_the_same_text_at_the_same_time(site: Site) -> None:
    read = site.unit(CRITICAL)
    form = {"do": "approve", "mark": read.mark, "read": read.entry.target}
    assert site.post(address_of(read), form, DORA).status == 303
    assert site.post(address_of(read), form, LUIS).status == 303
    assert state(site, CRITICAL) is State.APPROVED


def test_a_unit_that_left_while_it_was_read_is_told_with_what_was_written(site: Site) -> None:
    read = site.unit(PLAIN)
    article = site.project.read("source/articles/cramps.txt")
    site.project.write("source/articles/cramps.txt", article.replace(" Drink water.", ""))
    form = {"do": "edit", "mark": read.mark, "read": read.entry.target, "target": "Beba agua."}
    conflict = site.post(address_of(read), form)
    assert conflict.status == 409
    assert "Beba agua." in conflict.words
    assert "has this text no more" in conflict.words


@pytest.mark.parametrize("do", ["approve", "reject", "edit"])
def test_a_decision_without_the_mark_of_what_was_read_is_refused(site: Site, do: str) -> None:
    one = site.unit(PLAIN)
    answer = site.post(address_of(one), {"do": do, "text": "x", "target": "y"})
    assert answer.status == 400
    assert not events(site, PLAIN)


@pytest.mark.parametrize(
    "form",
    [{}, {"do": "delete"}, {"do": ["approve", "claim"]}, {"do": "approve", "scope": "world"}, {"do": "edit"}],
)
def test_what_no_form_of_the_page_sends_is_refused(site: Site, form: dict[str, object]) -> None:
    one = site.unit(PLAIN)
    assert site.post(address_of(one), {"mark": one.mark, **form}).status == 400


def test_nobody_decides_in_a_language_that_is_not_theirs(site: Site) -> None:
    one = site.unit(PLAIN, Locale("ar"))
    form = {"do": "comment", "mark": one.mark, "text": "x"}
    assert site.post(address_of(one), form, LUIS).status == 404
    assert site.post(address_of(one), form, DORA).status == 303


def test_after_a_signature_comes_the_next_text_of_the_same_queue(site: Site) -> None:
    query = "locale=es&wait=you"
    queue = [one for one in site.get(f"/queue?{query}").links("/unit/") if "/cramps/" in one]
    first, second = queue[0], queue[1]
    one = site.desk.library.open(DAY).find_unit(ES, "cramps", first.split("?")[0].rsplit("/", 1)[1])
    assert one
    done = site.post(address_of(one), {"do": "approve", "mark": one.mark, "queue": query})
    assert done.header("location") == second


def test_the_last_signature_leads_back_to_the_queue(site: Site) -> None:
    one = site.unit(PLAIN)
    form = {"do": "approve", "mark": one.mark, "queue": "locale=es&words=Drink+water&wait=you"}
    done = site.post(address_of(one), form)
    assert done.header("location") == "/queue?locale=es&wait=you&words=Drink+water"


@pytest.mark.parametrize(
    "queue", ["//evil.example", "https://evil.example", "x" * 5000, "locale=es&locale=ar&%%%"]
)
def test_the_queue_that_a_form_carries_leads_nowhere_else(site: Site, queue: str) -> None:
    one = site.unit(PLAIN)
    done = site.post(address_of(one), {"do": "approve", "mark": one.mark, "queue": queue})
    assert done.status == 303
    assert done.header("location").startswith(("/unit/", "/queue"))
    assert "evil" not in done.header("location")


def test_a_locked_project_is_told_and_nothing_is_lost(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = site.project.root / ".caveat" / "lock"
    holder.parent.mkdir(exist_ok=True)
    holder.unlink(missing_ok=True)
    holder.mkdir()  # what can't be opened can't be locked
    answer = site.decide("comment", PLAIN, text="Words.")
    assert answer.status == 503
    assert "can't be locked" in answer.words
    monkeypatch.undo()


def test_a_ledger_that_can_not_be_read_is_told_with_its_place(site: Site) -> None:
    site.decide("comment", PLAIN, text="Words.")
    ledger = site.project.root / "locales/es/reviews/cramps.jsonl"
    ledger.write_text("<<<<<<< ours\n" + ledger.read_text())
    answer = site.get("/queue")
    assert answer.status == 503
    assert "locales/es/reviews/cramps.jsonl:1" in answer.words
    assert "a merge conflict was left here" in answer.words
