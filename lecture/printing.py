"""How handout and worksheet are set: what each page is given, and Typst's pass over it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from scenes.script.fonts import compiler_in, families
from scenes.script.palette import THEMES

from .options import Options

PAGE = Path(__file__).with_name("printing.typ")
BOLD = Path(__file__).with_name("bold.typ")  # beside each page that imports it
PAPER = THEMES["light"]  # of all that is printed
CONTENT = "content.json"


def lay_out(work: Path, template: Path, options: Options, content: Mapping[str, object]) -> Path:
    """A copy of `template` in the folder `work`, beside all that it needs to be set."""
    given = _page(options) | content
    text = json.dumps(given, ensure_ascii=False)
    (work / CONTENT).write_text(text, encoding="utf-8")
    for shared in (PAGE, BOLD):
        shutil.copyfile(shared, work / shared.name)
    page = work / template.name
    shutil.copyfile(template, page)
    return page


def write_pdf(path: Path, page: Path, **inputs: str) -> Path:
    """Set `page`, which `lay_out` made, and write the PDF to `path`, which is returned."""
    path.write_bytes(compiler_in(page.parent).compile(input=str(page), sys_inputs=inputs))
    return path


# Letters that Chinese, Japanese and Korean share have other forms in each.
_FORMS = {"zh": "SC", "ja": "JP", "ko": "KR"}


def page_fonts(language: str) -> list[object]:
    """The families for a text in `language`, as Typst takes them, first to last.

    In a text of East Asia the signs that it shares with Latin have its own width.
    """
    forms = _FORMS.get(language)
    others = [name for name in families() if "CJK" not in name]
    shared = [name for name in families() if "CJK" in name and name.endswith(forms or "SC")]
    if forms:
        return [{"name": "New Computer Modern", "covers": "latin-in-cjk"}, *shared, *others]
    return ["New Computer Modern", *others, *shared]


def _page(options: Options) -> dict[str, object]:
    """What both need: paper, language, fonts and colours."""
    return {
        "paper": {"a4": "a4", "letter": "us-letter"}[options.paper],
        "language": options.settings.language,
        "fonts": page_fonts(options.settings.language),
        "ink": PAPER.text,
        "quiet": PAPER.muted,
        "hairline": PAPER.hairline,
        "accent": PAPER.new,
    }
