"""The benchmark's ratios, computed from its raw figures and nothing else."""

from __future__ import annotations


def ratios(report: dict) -> dict:
    """The goals' ratios for a report of raw figures.

    ``scenes``, for each film:

    - ``cpu_per_film_second``: CPU seconds per second of film, made from nothing.
    - ``to_encoding``: its CPU seconds over those of encoding the same frames alone.
    - ``to_manims_own``: over those of the same film by Manim's own renderer and encoder,
      if it was made so.
    - ``unchanged``: CPU seconds of a second render with nothing changed, as a share.
    - ``edited``: CPU seconds of a render after one beat's edit, as a share.
    - ``edited_beat``: that beat's seconds as a share of the film's, to compare with.

    ``all``: ``wall_to_parts`` is the wall time of all films made together over the sum of
    theirs made alone, ``cores_busy`` its CPU seconds over wall seconds times cores.
    ``film_to_plain``: CPU seconds per film second of Equation over the plain film's.
    ``groups``: for each size, ``cpu`` and ``outlines`` over those of the smallest, and ``cpu``
    per film second in the same way. What was not measured is left out.
    """
    found: dict = {"scenes": {name: _film(film) for name, film in report["scenes"].items()}}
    if "all" in report:
        found["all"] = _all(report)
    if "plain" in report:
        film = report["scenes"]["Equation"]
        found["film_to_plain"] = _rounded(_per_second(film) / _per_second(report["plain"]))
    sizes = report["groups"]["sizes"]
    first = next(iter(sizes.values()))
    found["groups"] = {size: _group(figures, first) for size, figures in sizes.items()}
    return found


def _film(film: dict) -> dict[str, float]:
    cold = film["cold"]["cpu_seconds"]
    whole = film["film_seconds"] + film["edited"]["added_seconds"]
    shares = {
        "cpu_per_film_second": _per_second(film),
        "to_encoding": cold / film["encoding"]["cpu_seconds"],
        "unchanged": film["unchanged"]["cpu_seconds"] / cold,
        "edited": film["edited"]["cpu_seconds"] / cold,
        "edited_beat": film["edited"]["beat_seconds"] / whole,
    }
    if "manims_own" in film:
        shares["to_manims_own"] = cold / film["manims_own"]["cpu_seconds"]
    return {name: _rounded(value) for name, value in shares.items()}


def _all(report: dict) -> dict[str, float]:
    together = report["all"]
    alone = sum(film["cold"]["wall_seconds"] for film in report["scenes"].values())
    busy = together["cpu_seconds"] / (together["wall_seconds"] * report["cores"])
    return {
        "wall_to_parts": _rounded(together["wall_seconds"] / alone),
        "cores_busy": _rounded(busy),
    }


def _group(figures: dict, first: dict) -> dict[str, float]:
    return {
        "cpu": _rounded(figures["cpu_seconds"] / first["cpu_seconds"]),
        "cpu_per_film_second": _rounded(_rate(figures) / _rate(first)),
        "outlines": _rounded(figures["outlines"] / first["outlines"]),
    }


def _rate(figures: dict) -> float:
    return figures["cpu_seconds"] / figures["film_seconds"]


def _per_second(film: dict) -> float:
    return film["cold"]["cpu_seconds"] / film["film_seconds"]


def _rounded(value: float) -> float:
    return round(value, 3)
