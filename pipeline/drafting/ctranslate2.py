"""Engine "ctranslate2": a neural model in a folder, run on this machine by the libraries of the extra."""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.drafting.base import Draft, Health, Limits, Setting
from pipeline.drafting.ctranslate2_model import digest_model, find_model, load_model, one_line, read_frame
from pipeline.drafting.limits import limits_of
from pipeline.drafting.masking import TOKEN, WORD
from pipeline.drafting.options import check_options, number_option
from pipeline.drafting.probing import probe_by_opening
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.drafting.base import Request
    from pipeline.drafting.ctranslate2_model import Frame, Parts

OPTIONS = ("model", "pieces", "source_prefix", "source_suffix", "target_prefix", "beam", "batch_texts")
_USUAL = Limits(text_chars=1_500, batch_texts=16, batch_chars=6_000, seconds=600.0)
_LONGEST = 500
"""Tokens of a text: models were trained on sentences, and cut or ramble beyond."""
_GROWTH, _SLACK = 3, 32
"""How much longer than its source a translation may become, in tokens; what is not done then never ends."""
_BEAM = 4
_TEST = "Good morning."


class CTranslate2Session:
    """A model that is loaded and translated a test sentence."""

    mask_styles = (TOKEN, WORD)

    def __init__(self, parts: Parts, frame: Frame, version: str, beam: int) -> None:
        self.route = " ".join(frame.target) or version.partition("@")[0]
        self.version = version
        self._parts = parts
        self._frame = frame
        self._beam = beam

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return a draft for each request."""
        del deadline  # the library can't be stopped; what bounds its time is the length of an answer
        return self.translate([request.text for request in requests])

    def translate(self, texts: Sequence[str]) -> list[Draft]:
        """Return a draft for each text."""
        frame = self._frame
        tokens = [[*frame.before, *self._parts.encode(text), *frame.after] for text in texts]
        fitting = [row for row in tokens if len(row) <= _LONGEST]
        answers = iter(self._run(fitting) if fitting else [])
        return [next(answers) if len(row) <= _LONGEST else _too_long(row) for row in tokens]

    def _run(self, rows: Sequence[Sequence[str]]) -> list[Draft]:
        longest = _GROWTH * max(map(len, rows)) + _SLACK
        prefix = [list(self._frame.target)] * len(rows) if self._frame.target else None
        try:
            results = self._parts.translator.translate_batch(
                rows,
                target_prefix=prefix,
                beam_size=self._beam,
                max_input_length=0,
                max_decoding_length=longest,
                return_scores=True,
                return_end_token=True,
            )
        except (RuntimeError, ValueError) as error:
            return [Draft(reason=f"the model failed: {one_line(error)}")] * len(rows)
        return [self._draft_of(result.hypotheses[0], result.scores[0]) for result in results]

    def _draft_of(self, pieces: Sequence[str], score: float) -> Draft:
        if not pieces or pieces[-1] != self._parts.end:
            return Draft(reason="the translation does not end: it was cut")
        text = self._parts.decode(list(pieces[len(self._frame.target) : -1])).strip()
        if not text:
            return Draft(reason="the answer is empty")
        # The score is the mean of the pieces' log probabilities.
        return Draft(text=text, confidence=round(min(1.0, math.exp(score)), 3))


class CTranslate2Engine:
    """A model that the user brings; nothing is downloaded."""

    name = "ctranslate2"
    is_offline = True
    uses_context = False
    masks_terms = True

    def limits(self, setting: Setting) -> Limits:
        """Return how much is translated at a time; raises EngineError for an option that can't be."""
        check_options(self.name, setting.options, OPTIONS, per_locale="code")
        number_option(setting.options, "beam", _BEAM)
        return limits_of(setting.options, _USUAL)

    def probe(self, setting: Setting) -> Health:
        """Return whether the model is there, can be loaded, and translates."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[CTranslate2Session]:
        """Yield a session; raises EngineError."""
        self.limits(setting)
        folder = find_model(setting)
        frame = read_frame(folder, setting)
        beam = max(1, int(number_option(setting.options, "beam", _BEAM)))
        name = "-".join(f"{folder.name}@{digest_model(folder, frame)}+beam{beam}".split())
        session = CTranslate2Session(load_model(folder, setting.options), frame, f"ctranslate2/{name}", beam)
        test = session.translate([_TEST])[0]
        if test.text is None:
            hint = "compare the options source_prefix, source_suffix and target_prefix with the model's card"
            raise EngineError(f"the model does not translate a test sentence: {test.reason}", hint=hint)
        yield session


def _too_long(tokens: Sequence[str]) -> Draft:
    return Draft(reason=f"a text of {len(tokens):,} pieces is too long: {_LONGEST} at most")
