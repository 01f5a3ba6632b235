"""Invitations work once, sessions end, and secrets are told to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.web.access import SESSION_SECONDS, Door
from tests.web.site import COOKIE, DORA, HOST, LUIS

if TYPE_CHECKING:
    from tests.web.site import Site


def test_an_invitation_lets_its_own_person_in_once() -> None:
    door = Door()
    for_dora, for_luis = door.invite(DORA), door.invite(LUIS)
    session = door.enter(for_dora)
    assert session
    assert session.email == DORA
    assert door.enter(for_dora) is None
    assert door.find(session.key) is session
    other = door.enter(for_luis)
    assert other
    assert other.email == LUIS
    assert len({session.key, session.csrf, other.key, other.csrf, for_dora, for_luis}) == 6


def test_what_is_no_invitation_opens_nothing() -> None:
    door = Door()
    token = door.invite(DORA)
    for wrong in ("", "x", token[:-1], token + "a", token.upper(), "\udcff"):
        assert door.enter(wrong) is None
    assert door.enter(token)


def test_secrets_are_long() -> None:
    door = Door()
    token = door.invite(DORA)
    session = door.enter(token)
    assert session
    assert all(len(secret) >= 43 for secret in (token, session.key, session.csrf))  # 256 bits in base 64


def test_a_session_ends_after_a_working_day() -> None:
    now = [0.0]
    door = Door(clock=lambda: now[0])
    session = door.enter(door.invite(DORA))
    assert session
    now[0] = SESSION_SECONDS - 1.0
    assert door.find(session.key) is session
    now[0] = SESSION_SECONDS + 0.0
    assert door.find(session.key) is None


def test_a_secret_is_not_in_what_is_printed_of_a_session() -> None:
    door = Door()
    session = door.enter(door.invite(DORA))
    assert session
    assert session.key not in repr(session)
    assert session.csrf not in repr(session)


def test_entering_sets_a_strict_cookie_and_goes_to_an_address_without_the_invitation(site: Site) -> None:
    token = site.desk.door.invite(DORA)
    entered = site.ask("GET", f"/enter?invitation={token}", {"host": HOST})
    assert entered.status == 303
    assert entered.header("location") == "/"
    cookie = entered.header("set-cookie")
    assert cookie.startswith(f"{COOKIE}=")
    assert token not in cookie
    for attribute in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert attribute in cookie
    key = cookie.partition(";")[0]
    assert site.ask("GET", "/", {"host": HOST, "cookie": key}).status == 200


def test_looking_at_a_link_without_opening_it_does_not_use_it_up(site: Site) -> None:
    path = f"/enter?invitation={site.desk.door.invite(DORA)}"
    looked = site.ask("HEAD", path, {"host": HOST})
    assert looked.status == 401
    assert "set-cookie" not in {name for name, _ in looked.headers}
    assert site.ask("GET", path, {"host": HOST}).status == 303


def test_a_used_invitation_is_refused_but_for_who_is_in_already(site: Site) -> None:
    token = site.desk.door.invite(DORA)
    key = site.ask("GET", f"/enter?invitation={token}", {"host": HOST}).header("set-cookie").partition(";")[0]
    again = site.ask("GET", f"/enter?invitation={token}", {"host": HOST})
    assert again.status == 401
    assert "was used" in again.words
    assert token not in again.text
    back = site.ask("GET", f"/enter?invitation={token}", {"host": HOST, "cookie": key})
    assert back.status == 303


def test_a_link_on_another_site_lets_in_without_a_redirect(site: Site) -> None:
    """A browser sends no strict cookie along a redirect that another site's link began."""
    token = site.desk.door.invite(DORA)
    headers = {"host": HOST, "sec-fetch-site": "cross-site"}
    entered = site.ask("GET", f"/enter?invitation={token}", headers)
    assert entered.status == 200
    assert '<meta http-equiv="refresh" content="0; url=/">' in entered.text
    assert "HttpOnly" in entered.header("set-cookie")
