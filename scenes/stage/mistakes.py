"""A user's mistake, in one line, where Manim's own command or a notebook shows the film.

`make` checks before Manim is imported, and answers by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from manim import config

from grpo_core import GroupFileError
from grpo_core.group_file import one_line
from scenes.script.assets import AssetError
from scenes.script.options import OptionError


@contextmanager
def in_one_line() -> Iterator[None]:
    """Within the block a mistake ends Manim's command, or a notebook's cell, by its message."""
    try:
        yield
    except (AssetError, GroupFileError, OptionError) as error:
        if not config.scene_names:  # only Manim's command line names scenes
            raise
        _end(one_line(str(error)))


def _end(message: str) -> NoReturn:
    notebook = sys.modules.get("IPython")
    if notebook and notebook.get_ipython():
        raise notebook.core.error.UsageError(message) from None
    sys.exit(message)
