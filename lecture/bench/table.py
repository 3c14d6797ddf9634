"""The benchmark's report as a table for the terminal."""

from __future__ import annotations

_FILM = {
    "cpu_per_film_second": "CPU s per film s",
    "to_encoding": "to encoding alone",
    "to_manims_own": "to Manim's own way",
    "unchanged": "unchanged",
    "edited": "one beat edited",
    "edited_beat": "(that beat's share)",
}
_GROUP = {"cpu": "CPU", "cpu_per_film_second": "CPU per film s", "outlines": "outlines"}


def table(report: dict) -> str:
    """`report` with its ratios, as lines of text."""
    told = report["ratios"]
    lines = [_row("film", _FILM.values())]
    for name, film in told["scenes"].items():
        lines.append(_row(name, (film.get(key, "") for key in _FILM)))
    if "all" in told:
        together = told["all"]
        lines += [
            "",
            f"all films together: {together['wall_to_parts']} of the wall time of each alone; "
            f"{report['cores']} cores busy to {together['cores_busy']:.0%}",
        ]
    if "film_to_plain" in told:
        lines += ["", f"Equation: {told['film_to_plain']} of a plain film's CPU per film second"]
    groups = report["groups"]
    lines += ["", _row(f"{groups['scene']}, G", _GROUP.values())]
    lines += [_row(size, (told["groups"][size][key] for key in _GROUP)) for size in told["groups"]]
    imports = ", ".join(f"{name} {ms} ms" for name, ms in report["imports_ms"].items())
    watch = report["watch"]
    lines += [
        "",
        f"watch: {watch['scene']}, beat {watch['beat']}: last frame {watch['still_seconds']} s "
        f"after saving, film {watch['film_seconds']} s (medians of {watch['edits']})",
    ]
    lines += ["", _explorer(report["explorer"]), f"imports: {imports}", _circumstances(report)]
    return "\n".join(lines)


def _row(name: str, cells) -> str:
    return f"{name:<14}" + "".join(f"{cell!s:>21}" for cell in cells)


def _explorer(explorer: dict) -> str:
    if "median_ms" not in explorer:
        return f"explorer: not measured ({explorer['not_measured']})"
    lab = ""
    if "lab_group_of_16_ms" in explorer:
        lab = (
            f"\nlab: {explorer['lab_first_answer_ms']} ms to the first answer, "
            f"{explorer['lab_group_of_16_ms']} ms for a group of 16"
        )
    return (
        f"explorer: {explorer['median_ms']} ms from a move to the new J with "
        f"{explorer['answers']} answers (median of {explorer['moves']}){lab}"
    )


def _circumstances(report: dict) -> str:
    return (
        f"quality {report['quality']}, {report['machine']}, {report['cores']} cores, "
        f"load {report['load_at_start']} at the start, {report['date']}"
    )
