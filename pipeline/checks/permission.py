"""Permission: what must not be done is not what need not be done."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.checks.cue_issues import became
from pipeline.language.cues import Cue, CueKind, find_permission_cues
from pipeline.language.pairing import pair_sentences, part_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHANGED = Rule(
    id="permission.changed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation",
    description="The source forbids and the target says it need not be, or the other way round.",
    hint='"must not" is not "need not": say whether it is forbidden or only not needed',
    reads_language=True,
)


class PermissionCheck:
    """What is forbidden, and what need not be."""

    name = "permission"
    rules = (CHANGED,)
    examples = (
        Example("de", "You must not drive.", "Sie dürfen nicht fahren."),
        Example("de", "You must not drive.", "Sie müssen nicht fahren.", frozenset({CHANGED.id})),
        Example("es", "You need not fast.", "No es necesario ayunar."),
        Example("es", "You need not fast.", "No debe ayunar.", frozenset({CHANGED.id})),
        Example("zh_Hans", "You must not drive.", "您不必开车。", frozenset({CHANGED.id})),
        Example("ru", "You need not fast.", "Голодать не обязательно."),
        Example("ar", "You must not drive.", "لا داعي للقيادة.", frozenset({CHANGED.id})),
        Example("sw", "You must not drive.", "Si lazima kuendesha gari.", frozenset({CHANGED.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield one issue at most."""
        lexicon = subject.lexicon
        source = find_permission_cues(subject.source, subject.english) if lexicon else ()
        if lexicon is None or not source:
            return
        target = find_permission_cues(subject.target, lexicon)
        pairs = pair_sentences(subject.source, subject.target, subject.english, lexicon)
        sentences = ((part_of(source, ours), part_of(target, theirs)) for ours, theirs in pairs)
        yield from islice((issue for pair in sentences for issue in _changed(*pair)), 1)


def _changed(source: tuple[Cue, ...], target: tuple[Cue, ...]) -> Iterator[Issue]:
    """Yield what became the other one; a sentence that says both tells nothing."""
    forbidden, needless = _of(source, CueKind.FORBIDDEN), _of(source, CueKind.NEEDLESS)
    if forbidden and not needless:
        yield from (became(CHANGED, forbidden[0], wrong) for wrong in _of(target, CueKind.NEEDLESS))
    if needless and not forbidden and not _of(target, CueKind.NEEDLESS):
        yield from (became(CHANGED, needless[0], wrong) for wrong in _of(target, CueKind.FORBIDDEN))


def _of(cues: tuple[Cue, ...], kind: CueKind) -> list[Cue]:
    return [cue for cue in cues if kind in cue.kinds]


CHECK = PermissionCheck()
