import pytest

from pipeline.language.joining import join_sentences
from pipeline.model.locale import Locale


@pytest.mark.parametrize(
    ("locale", "sentences", "glues", "joined"),
    [
        ("es", ["Uno.", "Dos."], [" "], "Uno. Dos."),
        ("ar", ["واحد.", "اثنان؟"], ["  "], "واحد.  اثنان؟"),
        ("ko", ["하나.", "둘."], [""], "하나. 둘."),
        ("zh_Hans", ["很痛。", "请休息。"], [" "], "很痛。请休息。"),
        ("zh_Hans", ["Rest.", "请休息。"], [" "], "Rest.请休息。"),
        ("zh_Hans", ["Rest.", "「休息」。"], [" "], "Rest.「休息」。"),
        ("zh_Hans", ["Take A.", "Take B."], [" "], "Take A. Take B."),
        ("ja", ["痛い。", "𠮟る。"], ["\u00a0"], "痛い。𠮟る。"),
        ("es", ["Solo."], [], "Solo."),
        ("es", [], [], ""),
    ],
)
def test_glue_depends_on_the_targets_script(
    locale: str, sentences: list[str], glues: list[str], joined: str
) -> None:
    assert join_sentences(sentences, glues, Locale(locale)) == joined
