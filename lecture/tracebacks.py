"""A mistake in the code of a film: told from the film on, without the way that leads there."""

from __future__ import annotations

import traceback


def traced(error: BaseException) -> str:
    """A traceback that begins with the film's own line; a whole one if no film was at work."""
    frames = traceback.extract_tb(error.__traceback__)
    modules = (frame.f_globals["__name__"] for frame, _ in traceback.walk_tb(error.__traceback__))
    of_films = (i for i, module in enumerate(modules) if _is_film(module))
    first = next(of_films, None)
    if first is None:
        return "".join(traceback.format_exception(error))
    told = [*traceback.format_list(frames[first:]), *traceback.format_exception_only(error)]
    return "".join(told)


def _is_film(module: str) -> bool:
    """Whether it is a film's, or of a film's folder."""
    package, _, room = module.partition(".")
    return package == "scenes" and room.split(".")[0] not in ("script", "stage")
