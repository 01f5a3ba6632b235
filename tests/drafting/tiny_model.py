"""A model of CTranslate2 that is built in a moment: after each token it writes the one that a table says.

It runs in the real library. All its layers add nothing, so what it writes next depends on the token before.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VOCABULARY = [
    *(
        "<unk>",
        "<s>",
        "</s>",
        "▁Descanse",
        "▁bien",
        ".",
        "spa_Latn",
        "cat_Latn",
        "▁Reposa",
        "eng_Latn",
        "▁la",
    ),
    *("▁", "R", "e", "s", "t", "w", "l", "G", "o", "d", "m", "r", "n", "i", "g"),
]
FOLLOWS = {
    "<s>": "▁Descanse",
    "▁Descanse": "▁bien",
    "▁bien": ".",
    ".": "</s>",
    "spa_Latn": "▁Descanse",
    "cat_Latn": "▁Reposa",
    "▁Reposa": "▁bien",
}
"""Writes "Descanse bien.", or "Reposa bien." where it is to begin with cat_Latn."""
NEVER_ENDS = {"<s>": "▁la", "▁la": "▁la"}
_DEPTH = 32


def build_model(folder: Path, follows: Mapping[str, str] = FOLLOWS) -> Path:
    """Write a model with its SentencePiece files into a folder that does not exist yet."""
    spec = TransformerSpec.from_config(1, 1)
    for side in (spec.encoder, spec.decoder):
        _fill_side(side)
    table = np.zeros((len(VOCABULARY), _DEPTH), np.float32)
    for token, following in follows.items():
        table[VOCABULARY.index(following), VOCABULARY.index(token)] = 5
    _fill(spec.decoder.projection, table)
    spec.register_source_vocabulary(VOCABULARY)
    spec.register_target_vocabulary(VOCABULARY)
    spec.validate()
    folder.mkdir(parents=True)
    spec.save(str(folder))
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(_pieces())
    return folder


def _fill_side(side: Any) -> None:
    embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
    # Far apart, so that the positions that are added don't matter.
    embeddings.weight = 100 * np.eye(len(VOCABULARY), _DEPTH, dtype=np.float32)
    _fill_norm(side.layer_norm)
    layer = side.layer[0]
    _fill_attention(layer.self_attention, (3 * _DEPTH, _DEPTH))
    if hasattr(layer, "attention"):
        _fill_attention(layer.attention, (_DEPTH, 2 * _DEPTH, _DEPTH))
    _fill_norm(layer.ffn.layer_norm)
    _fill(layer.ffn.linear_0, np.zeros((2 * _DEPTH, _DEPTH), np.float32))
    _fill(layer.ffn.linear_1, np.zeros((_DEPTH, 2 * _DEPTH), np.float32))


def _fill_attention(attention: Any, sizes: tuple[int, ...]) -> None:
    _fill_norm(attention.layer_norm)
    for linear, size in zip(attention.linear, sizes, strict=True):
        _fill(linear, np.zeros((size, _DEPTH), np.float32))


def _fill(linear: Any, weight: Any) -> None:
    linear.weight = weight
    linear.bias = np.zeros(len(weight), np.float32)


def _fill_norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(_DEPTH, np.float32), np.zeros(_DEPTH, np.float32)


def _pieces() -> bytes:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["Rest well. Good morning.", "Descanse bien. Reposa la."] * 10),
        model_writer=model,
        vocab_size=40,
        hard_vocab_limit=False,
        user_defined_symbols=["▁Descanse", "▁bien", "▁Reposa"],
        minloglevel=2,
    )
    return model.getvalue()
