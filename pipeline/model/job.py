"""Job: what one person was handed, so that what comes back can be told from what went out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.digest import digest_fields, short


class JobFormat(Enum):
    """In what form a job's texts go out."""

    PO = "po"
    OMEGAT = "omegat"
    XLIFF = "xliff"
    """XLIFF 1.2, which most tools for translators read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobUnit:
    """One unit as it was handed out."""

    id: str
    source: str
    """Digest of the source."""
    target: str
    """Digest of the whole target; that of an empty text where there was none."""
    is_fuzzy: bool
    is_asked: bool
    """It is in a state that the job is about; the others come along because they share its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDocument:
    """One document of a job."""

    id: str
    file: str
    """Where its translation is found in the package that comes back."""
    units: tuple[JobUnit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCount:
    """How much of a job is how close to what was translated before."""

    band: str
    units: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one person was handed in one language."""

    project: str
    locale: str
    person: str
    """Their address."""
    on: str
    """The day it was handed out."""
    format: JobFormat
    documents: tuple[JobDocument, ...]
    words: tuple[WordCount, ...]
    version: str
    """Of the program that packed it."""

    @property
    def id(self) -> str:
        """Twelve hex digits that name the job: the same hand-out has the same."""
        units = (
            field
            for document in self.documents
            for one in document.units
            for field in (document.id, one.id, one.source, one.target, str(one.is_fuzzy), str(one.is_asked))
        )
        about = (self.project, self.locale, self.person, self.on, self.format.value)
        return short(digest_fields("job/1", *about, *units))
