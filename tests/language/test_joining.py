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
        ("ru", ["Да.", "Нет."], ["\u00a0"], "Да.\u00a0Нет."),
        ("he", ["כן.", "לא."], [" "], "כן. לא."),
        ("hi", ["हाँ।", "नहीं।"], [" "], "हाँ। नहीं।"),
        ("th", ["ปวด", "พักผ่อน"], ["  "], "ปวด พักผ่อน"),
        ("lo", ["ເຈັບ", "ພັກ"], [""], "ເຈັບ ພັກ"),
        ("km", ["ឈឺ។", "សម្រាក។"], ["\u00a0"], "ឈឺ។ សម្រាក។"),
        ("my", ["နာတယ်။", "အနားယူပါ။"], [" "], "နာတယ်။ အနားယူပါ။"),
        ("bo", ["ན།", "ངལ་གསོ།"], [" "], "ན། ངལ་གསོ།"),
        ("yue", ["好痛。", "休息。"], [" "], "好痛。休息。"),
        ("zh_Hans", ["他说：“疼。”", "Take A."], [" "], "他说：“疼。”Take A."),
        ("zh_Hans", ["Say “A.”", "“B.”"], [" "], "Say “A.” “B.”"),
        ("zh_Hans", ["等……", "Take A."], [" "], "等……Take A."),
        ("zh_Hans", ["Wait…", "Then go."], [" "], "Wait… Then go."),
        ("zh_Hans", ["<1>Rest.</1>", "<1>“请休息。”</1>"], [" "], "<1>Rest.</1><1>“请休息。”</1>"),
        ("ja", ["ｶﾀｶﾅ", "Take A."], [" "], "ｶﾀｶﾅTake A."),
        ("zh_Hans", ["很痛。", "请休息。"], ["\n"], "很痛。\n请休息。"),
        ("th", ["ปวด", "พัก"], ["\n  "], "ปวด\n  พัก"),
        ("es", [], [], ""),
    ],
)
def test_glue_depends_on_the_targets_script(
    locale: str, sentences: list[str], glues: list[str], joined: str
) -> None:
    assert join_sentences(sentences, glues, Locale(locale)) == joined
