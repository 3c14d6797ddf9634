"""A mistake in the code of a film: told from the film on, without the way that leads there."""

from __future__ import annotations

import traceback
from pathlib import Path

from . import catalogue


def traced(error: BaseException) -> str:
    """A traceback that begins with the film's own line; a whole one if no film was at work."""
    frames = traceback.extract_tb(error.__traceback__)
    of_films = (i for i, frame in enumerate(frames) if _is_film(frame.filename))
    first = next(of_films, None)
    if first is None:
        return "".join(traceback.format_exception(error))
    told = [*traceback.format_list(frames[first:]), *traceback.format_exception_only(error)]
    return "".join(told)


def _is_film(filename: str) -> bool:
    """Whether a film stands in the file, a single one or one of a film's folder."""
    file = Path(filename)
    if not file.is_relative_to(catalogue.SCENES):
        return False
    room = file.relative_to(catalogue.SCENES).parts[0]
    return room not in ("script", "stage")
