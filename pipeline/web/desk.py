"""What every route shares, and what one request is about."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse

from pipeline.errors import CaveatError, LockError, ReviewError
from pipeline.model.people import normal_address
from pipeline.web.forms import Form, FormError
from pipeline.web.links import clean_query
from pipeline.web.rendering import render
from pipeline.web.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from pipeline.model.locale import Locale
    from pipeline.model.people import Reviewer
    from pipeline.stages.standings import UnitStanding
    from pipeline.web.access import Door, Session
    from pipeline.web.guard import Gate, Visit
    from pipeline.web.library import Library
    from pipeline.web.suggestions import Memory
    from pipeline.web.view import View
    from pipeline.workspace.project import Workspace


_WRITTEN: Final = ("target", "text")
"""The fields of a form that hold what a person wrote."""


class NotHereError(CaveatError):
    """There is nothing at this address, or nothing for this person."""


class StrangerError(CaveatError):
    """The person is not listed as a reviewer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the page works with."""

    library: Library
    memory: Memory
    door: Door
    gate: Gate
    today: Callable[[], str]
    clock: Callable[[], float] = time.monotonic
    traffic: Traffic = field(default_factory=Traffic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of one person."""

    desk: Desk
    session: Session
    view: View
    person: Reviewer
    params: Mapping[str, str]
    """The parts of the address."""
    query: Mapping[str, str]
    sent: Form = field(default_factory=lambda: Form({}))
    """What was sent; nothing where the request only reads."""

    @property
    def workspace(self) -> Workspace:
        """The project, configured as it was when the request came."""
        return self.view.workspace

    @property
    def today(self) -> str:
        """The day to record."""
        return self.desk.today()

    @property
    def queue(self) -> str:
        """The filter that the page carries from unit to unit, as a query."""
        return clean_query(self.query)

    def locales(self) -> tuple[Locale, ...]:
        """Return the project's languages that this person may sign for."""
        return tuple(one for one in self.workspace.config.locales if one.code in self.person.locales)

    def locale(self) -> Locale:
        """Return the language in the address; raises NotHereError for one that is not the person's."""
        found = next((one for one in self.locales() if one.code == self.params["locale"]), None)
        if found is None:
            raise NotHereError("you are not listed for this language, or the project does not have it")
        return found

    def document(self) -> str:
        """Return the catalog in the address: looked up, never made into a path. Raises NotHereError."""
        name = self.params["document"]
        if name not in {source.id for source in self.view.sources.catalogs}:
            raise NotHereError("the project has no such document")
        return name

    def unit(self) -> UnitStanding:
        """Return the unit in the address; raises NotHereError."""
        found = self.view.shelves(self.locale()).find(self.document(), self.params["unit"])
        if found is None:
            raise NotHereError("the document has no such unit; its source may have changed")
        return found

    def name_of(self, email: str) -> str:
        """Return a person's name, or their address where the list of reviewers does not have them."""
        known = {normal_address(one.email): one.name for one in self.view.signing.reviewers}
        return known.get(normal_address(email), email)

    def show(self, template: str, *, status: int = 200, **values: object) -> Response:
        """Return a page."""
        return render(template, status=status, asked=self, said=self.session.take_said(), **values)

    def onward(self, href: str) -> Response:
        """Return a redirect that turns what was sent into a page that is read."""
        return RedirectResponse(href, status_code=303)


def answer(desk: Desk, request: Request, visit: Visit, handler: Callable[[Asked], Response]) -> Response:
    """Return a handler's answer, or a page that says what is in its way."""
    with desk.traffic.answering():
        try:
            asked = _receive(desk, request, visit)
        except CaveatError as error:
            return _problem(None, visit, error)
        try:
            return handler(asked)
        except CaveatError as error:
            return _problem(asked, visit, error)


def _receive(desk: Desk, request: Request, visit: Visit) -> Asked:
    view = desk.library.open(desk.today())
    address = normal_address(visit.session.email)
    person = next((one for one in view.signing.reviewers if normal_address(one.email) == address), None)
    if person is None:
        raise StrangerError(f"{visit.session.email} is not listed in locales/reviewers.toml any more")
    return Asked(
        desk=desk,
        session=visit.session,
        view=view,
        person=person,
        params={name: str(value) for name, value in request.path_params.items()},
        query=dict(request.query_params),
        sent=visit.form or Form({}),
    )


def _problem(asked: Asked | None, visit: Visit, error: CaveatError) -> Response:
    """Return a page that says what is in the way, and gives back what was written."""
    return render(
        "problem.html",
        status=_status(error),
        asked=asked,
        said=asked.session.take_said() if asked else (),
        error=error,
        written=[text for name in _WRITTEN for text in visit.form.all(name) if text] if visit.form else [],
        title="This did not work",
    )


def _status(error: CaveatError) -> int:
    match error:
        case FormError():
            return error.status
        case NotHereError():
            return 404
        case StrangerError():
            return 403
        case LockError():
            return 503
        case ReviewError():
            return 400
        case _:
            return 503  # a file of the project can't be read as it is now; the request itself is fine
