from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.language.medicines import find_medicines
from pipeline.language.risk import classify
from pipeline.model.unit import Risk

ARTICLE = Path(__file__).parents[2] / "source/articles/sore-muscles-leg-cramps-peripheral-neuropathy.txt"


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Take 250 mg every four hours.", ("dose", "measure")),
        ("Take two tablets.", ("dose",)),
        ("Take 5 thousand mg.", ("dose",)),
        ("Take 2 million IU a day.", ("dose",)),
        ("Rest for 3 days.", ("measure",)),
        ("Do not drive.", ("negated-advice",)),
        ("Rest, and never drive.", ("negated-advice",)),
        ("You should not drive.", ("negated-advice",)),
        ("You mustn't drive.", ("negated-advice",)),
        ("It's essential to avoid overexertion.", ("negated-advice",)),
        ("Its effectiveness is not definitively proven.", ("negated-claim",)),
        ("It is not a substitute for professional medical advice.", ("negated-claim",)),
        ("Consult a healthcare provider.", ("seek-care",)),
        ("Call 911.", ("seek-care",)),
        ("Prompt medical attention is necessary.", ("seek-care",)),
        ("This should be discussed with your healthcare provider before considering.", ("seek-care",)),
        ("It should be used with caution.", ("caution",)),
        ("Statins can cause muscle pain.", ("medicine",)),
        ("It is treated with atorvastatin.", ("medicine",)),
    ],
)
def test_what_is_critical_and_why(text: str, reasons: tuple[str, ...]) -> None:
    assert classify(text) == (Risk.CRITICAL, reasons)


@pytest.mark.parametrize(
    "text",
    [
        "Sore muscles can arise from many causes.",
        "The exact mechanism is not fully understood.",
        "Nerve compression may contribute.",
        "Symptoms in April were mild.",
        "Stay Hydrated",
        "Aim to drink plenty of water throughout the day.",
        "",
    ],
)
def test_what_is_standard(text: str) -> None:
    assert classify(text) == (Risk.STANDARD, ())


def test_the_sentences_of_the_article_that_a_clinician_would_name() -> None:
    sentences = [
        part for line in ARTICLE.read_text(encoding="utf-8").splitlines() for part in line.split(". ")
    ]
    critical = [sentence for sentence in sentences if classify(sentence)[0] is Risk.CRITICAL]
    for words in (
        "not a substitute for professional", "Always consult with a qualified", "like statins",
        "crucial to consult", "avoid overexertion", "before starting magnesium supplements",
        "not definitively proven", "used with caution", "Discuss this with your doctor",
        "discussed with your healthcare provider", "Consult a healthcare provider", "Seek medical attention",
        "warrant medical evaluation", "prompt medical attention", "drug interactions",
    ):  # fmt: skip
        assert any(words in sentence for sentence in critical), words
    assert 20 <= len(critical) <= len(sentences) // 2


def test_a_stem_is_no_medicine_inside_a_common_word() -> None:
    assert find_medicines("In April he took lisinopril and remdesivir.") == ("lisinopril", "remdesivir")
