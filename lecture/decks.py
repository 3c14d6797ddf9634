"""What a deck can be made into, by the ending of its file.

This imports what only `make slides` needs.
"""

from __future__ import annotations

from .deck_page import make_page
from .deck_pdf import make_pdf
from .deck_powerpoint import make_powerpoint

MAKERS = {".html": make_page, ".pptx": make_powerpoint, ".pdf": make_pdf}
