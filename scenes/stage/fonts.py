"""Where the font packages lie that pyproject.toml's groups `fonts`, `cjk` and `pages` name.

Free of Manim. None of them is needed: what is not installed is not there.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

# Packages, by what is set in them.
NOTO, CJK = "manimgx_fonts", "noto_cjk_sans_otc"
CODE, MATH = "fontpkg_jetbrains_mono", "fontpkg_source_serif_4"


def font_files(package: str) -> list[Path]:
    """The font files of `package`, by name; none if it is not installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return []
    return sorted(file for file in Path(spec.origin).parent.rglob("*.tt[cf]") if file.is_file())
