"""A small project, and output folders for it written by hand; the build has no part in them."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from pipeline.model.digest import digest_bytes
from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer, Placement
from pipeline.stages.verify import VerifyResult, verify
from pipeline.workspace.project import Workspace, open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.finding import Finding

DOCUMENT = "leg-cramps"
TODAY = "2026-06-01"
EDUCATIONAL = Disclaimer(
    id="educational",
    version="1",
    heading="Educational Disclaimer",
    text="This information is for education only. It does not replace the advice of your doctor.",
    placement=Placement.TOP,
)
SPANISH = (
    "Aviso educativo",
    "Esta información es solo educativa. No reemplaza el consejo de su médico.",
)

CONFIG = """\
[project]
name = "Sample"
source_locale = "en"
locales = ["es", "ar"]

[collections.articles]
path = "source/articles"
format = "record"
profile = "article"

[profiles.article]
junk = ["Null"]

[[profiles.article.sections]]
title = "Educational Disclaimer"
disclaimer = "educational"
required = true

[[profiles.article.sections]]
title = "General Information"

[[profiles.article.sections]]
title = "Common Causes"
group = true

[[profiles.article.sections]]
title = "When to Seek Care"

[release]
disclaimer = "source-with-notice"
"""

TITLE, LABEL, DISCLAIMER, HEADING, CHILD, PARAGRAPH = "title", "label", "disclaimer", "h2", "h3", "p"
SHAPE = (TITLE, LABEL, DISCLAIMER, HEADING, PARAGRAPH, HEADING, CHILD, PARAGRAPH, HEADING, PARAGRAPH)
TEXTS = {
    "en": (
        "Leg Cramps - Causes and Relief",
        "Symptoms (English):",
        "",
        "General Information",
        "Cramps of the leg are common at night. Most of them do no harm.",
        "Common Causes",
        "Loss of Water",
        "Drink 2 litres of water a day. Take <5 mg of salt & rest.",
        "When to Seek Care",
        "Call your doctor if the pain lasts for more than 3 days.",
    ),
    "es": (
        "Calambres en las piernas: causas y alivio",
        "Síntomas (español):",
        "",
        "Información general",
        "Los calambres en las piernas son frecuentes por la noche. La mayoría no es dañina.",
        "Causas frecuentes",
        "Pérdida de agua",
        "Beba 2 litros de agua al día. Tome <5 mg de sal y descanse.",
        "Cuándo buscar atención",
        "Llame a su médico si el dolor dura más de 3 días.",
    ),
    "ar": (
        "تشنجات الساق: الأسباب والعلاج",
        "الأعراض (العربية):",
        "",
        "معلومات عامة",
        "تشنجات الساق شائعة ليلاً. معظمها غير ضار.",
        "الأسباب الشائعة",
        "فقدان الماء",
        "اشرب لترين من الماء يوميًا. تناول أقل من 5 ملغ من الملح.",
        "متى تطلب الرعاية",
        "اتصل بطبيبك إذا استمر الألم أكثر من 3 أيام.",
    ),
}
DIRECTION = {"en": "ltr", "es": "ltr", "ar": "rtl"}
BANNER = {
    "en": "This page is a preview.",
    "es": "Esta página es una vista previa.",
    "ar": "هذه الصفحة نسخة للمعاينة.",
}
NOTICE = "لا توجد ترجمة معتمدة لهذا التنبيه."
CSS = """\
:root { --paper: #fdfcf9; --ink: #22292c; }
@media (prefers-color-scheme: dark) { :root { --paper: #14191b; --ink: #dde3e2; } }
body { margin: 0; background: var(--paper); color: var(--ink); }
.disclaimer { padding: 1rem; background: #eef4f3; }
.disclaimer h2, .disclaimer p { color: #134652; }
.banner { background: #fcf0d2; color: #553c06; }
.skip:not(:focus) { position: absolute; left: -9999px; }
@media print { nav { display: none; } }
"""


@dataclass(slots=True)
class Sample:
    """An output folder in memory; the manifest is made when it is written."""

    mode: str
    files: dict[str, bytes] = field(default_factory=dict)
    pages: list[dict[str, object]] = field(default_factory=list)
    withheld: list[dict[str, object]] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.files[name].decode()

    def replace(self, name: str, old: str, new: str, count: int = 1) -> None:
        text = self.text(name)
        assert old in text, f"{old!r} is not in {name}: this attack would test nothing"
        self.files[name] = text.replace(old, new, count).encode()

    def add_css(self, rule: str) -> None:
        self.files["static/caveat.css"] += rule.encode() + b"\n"

    def manifest(self) -> dict[str, object]:
        return {
            "caveat": "manifest/1",
            "mode": self.mode,
            "inputs": {},
            "files": {name: digest_bytes(data) for name, data in sorted(self.files.items())},
            "pages": self.pages,
            "withheld": self.withheld,
        }

    def write(self, folder: Path) -> Path:
        for name, data in {**self.files, "manifest.json": json.dumps(self.manifest()).encode()}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder


def make_sample(mode: str = "preview", locales: tuple[str, ...] = ("en", "es", "ar")) -> Sample:
    """Return a folder without a fault. In a preview one Arabic paragraph falls back to English."""
    sample = Sample(mode)
    for locale in locales:
        base = f"{locale}/{DOCUMENT}"
        is_fallback = locale == "ar" and mode == "preview"
        sample.files[f"{base}.html"] = html_page(locale, mode, is_fallback=is_fallback).encode()
        sample.files[f"{base}.md"] = markdown_page(locale, mode, is_fallback=is_fallback).encode()
        sample.files[f"{base}.txt"] = text_page(locale, mode, is_fallback=is_fallback).encode()
        sample.files[f"{locale}/index.html"] = index_page(locale, mode, locales).encode()
        files = [f"{base}.{suffix}" for suffix in ("html", "md", "txt")]
        sample.pages.append({"document": DOCUMENT, "locale": locale, "standing": "draft", "files": files})
    sample.files["index.html"] = index_page("", mode, locales).encode()
    sample.files["static/caveat.css"] = CSS.encode()
    return sample


def disclaimer_of(locale: str) -> tuple[str, str, str]:
    """Return language, heading and text of the disclaimer that a page shows."""
    if locale == "es":
        return ("es", *SPANISH)
    return "en", EDUCATIONAL.heading, EDUCATIONAL.text


def shown_texts(locale: str, *, is_fallback: bool) -> list[str]:
    texts = list(TEXTS[locale])
    if is_fallback:
        texts[-1] = TEXTS["en"][-1]
    return texts


def head(locale: str, mode: str, root: str, document: str) -> str:
    robots = '<meta name="robots" content="noindex, nofollow">\n' if mode == "preview" else ""
    language = locale or "en"
    name = f' data-document="{document}"' if document else ""
    banner = (
        f'<p class="banner" role="note" data-banner="draft" lang="{language}" dir="{DIRECTION[language]}">'
        f"{BANNER[language]}</p>\n"
        if mode == "preview"
        else ""
    )
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{DIRECTION[language]}" data-caveat="{mode}"{name} '
        f'data-locale="{locale}">\n<head>\n<meta charset="utf-8">\n{robots}'
        f"<title>{TEXTS[language][0]}</title>\n"
        f'<link rel="stylesheet" href="{root}static/caveat.css">\n</head>\n<body>\n'
        f'<a class="skip" href="#text">→</a>\n{banner}'
    )


def html_page(locale: str, mode: str, *, is_fallback: bool) -> str:
    texts = shown_texts(locale, is_fallback=is_fallback)
    lines = [head(locale, mode, "../", DOCUMENT) + '<nav><a href="index.html">←</a></nav>\n<main id="text">']
    depth = 0
    for number, (kind, text) in enumerate(zip(SHAPE, texts, strict=True)):
        if kind in (HEADING, CHILD):
            wanted = 1 if kind == HEADING else 2
            lines += ["</section>"] * (depth - wanted + 1 if depth >= wanted else 0)
            depth = wanted
            lines.append(f'<section id="s{number}">')
        own = ' lang="en" dir="ltr"' if is_fallback and number == len(texts) - 1 else ""
        lines.append(html_block(kind, text, own, locale))
    return "\n".join([*lines, *["</section>"] * depth, "</main>\n</body>\n</html>\n"])


def html_block(kind: str, text: str, own: str, locale: str) -> str:
    if kind == DISCLAIMER:
        return html_disclaimer(locale)
    tag = {TITLE: "h1", LABEL: 'p class="label"'}.get(kind, kind)
    return f"<{tag}{own}>{escape(text, quote=False)}</{tag.split()[0]}>"


def html_disclaimer(locale: str) -> str:
    lang, heading, text = disclaimer_of(locale)
    notice = (
        f'<p class="notice" data-notice="disclaimer" lang="ar" dir="rtl">{NOTICE}</p>\n'
        if locale == "ar"
        else ""
    )
    return (
        f'<aside class="disclaimer">\n{notice}<div id="disclaimer-educational" data-disclaimer="educational" '
        f'data-version="1" lang="{lang}" dir="{DIRECTION[lang]}">\n'
        f"<h2>{heading}</h2>\n<p>{text}</p>\n</div>\n</aside>"
    )


def markdown_page(locale: str, mode: str, *, is_fallback: bool) -> str:
    texts = shown_texts(locale, is_fallback=is_fallback)
    blocks = [f"> {BANNER[locale]}"] if mode == "preview" else []
    for number, (kind, text) in enumerate(zip(SHAPE, texts, strict=True)):
        mark = {TITLE: "# ", HEADING: "## ", CHILD: "### "}.get(kind, "")
        block = mark + text.replace("<", "\\<")
        if kind == DISCLAIMER:
            block = markdown_disclaimer(locale)
        elif is_fallback and number == len(texts) - 1:
            block = f'<div lang="en" dir="ltr">\n\n{block}\n\n</div>'
        blocks.append(block)
    return "\n\n".join(blocks) + "\n"


def markdown_disclaimer(locale: str) -> str:
    lang, heading, text = disclaimer_of(locale)
    notice = f"_{NOTICE}_\n\n" if locale == "ar" else ""
    opening = f'<div lang="{lang}" dir="{DIRECTION[lang]}" data-disclaimer="educational">'
    return f"{notice}{opening}\n\n## {heading}\n\n{text}\n\n</div>"


def text_page(locale: str, mode: str, *, is_fallback: bool) -> str:
    texts = shown_texts(locale, is_fallback=is_fallback)
    _, heading, text = disclaimer_of(locale)
    notice = f"[{NOTICE}]\n" if locale == "ar" else ""
    texts[2] = f"{notice}{heading}\n{text}"
    if is_fallback:
        texts[-1] = f"[الإنجليزية] {texts[-1]}"
    banner = f"[{BANNER[locale]}]\n\n" if mode == "preview" else ""
    return banner + "\n".join(texts)


def index_page(locale: str, mode: str, locales: tuple[str, ...]) -> str:
    root = "../" if locale else ""
    if locale:
        entries = f'<li><a href="{DOCUMENT}.html">{TEXTS[locale][0]}</a></li>'
    else:
        entries = "".join(f'<li><a href="{one}/index.html">{one}</a></li>' for one in locales)
    return (
        head(locale, mode, root, "")
        + f'<main id="text">\n<h1>≡</h1>\n<ul>{entries}</ul>\n</main>\n</body>\n</html>\n'
    )


def source_text() -> str:
    """Return the source document, with the junk that the export glued on."""
    lines = list(TEXTS["en"])
    lines[2] = f"Null{EDUCATIONAL.heading}\n{EDUCATIONAL.text}"
    return "\n".join(lines)


def pinned_toml(**changes: object) -> str:
    """Return the Spanish wording as it is pinned."""
    heading, text = SPANISH
    values: dict[str, object] = {
        "version": "1",
        "source_digest": EDUCATIONAL.digest,
        "heading": heading,
        "text": text,
        "approved_by": ["a@example.org", "b@example.org"],
        "expires": "2027-01-01",
        **changes,
    }
    values["seal"] = PinnedDisclaimer.seal_of("educational", values)
    return "[educational]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


def make_project(root: Path, config: str = CONFIG, pinned: str | None = None) -> Workspace:
    """Write the project and return its workspace."""
    one = EDUCATIONAL
    disclaimers = "[educational]\n" + "".join(
        f"{key} = {json.dumps(value)}\n"
        for key, value in (
            ("version", one.version),
            ("placement", one.placement.value),
            ("heading", one.heading),
            ("text", one.text),
        )
    )
    files = {
        "caveat.toml": config,
        "source/disclaimers.toml": disclaimers,
        f"source/articles/{DOCUMENT}.txt": source_text(),
        "locales/es/disclaimers.toml": pinned_toml() if pinned is None else pinned,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_workspace(root)


def run(workspace: Workspace, sample: Sample, *, release: bool = False, as_of: str = TODAY) -> VerifyResult:
    """Write the folder where the build would, and verify it."""
    folder = workspace.root / "output" / sample.mode
    shutil.rmtree(folder, ignore_errors=True)
    sample.write(folder)
    return verify(workspace, folder, release=release, as_of=as_of)


def rules(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.check for finding in findings}
