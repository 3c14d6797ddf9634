"""The explorer on its own, with the small films of tests/lecture in place of the real ones.

``python small_explorer.py PORT FOLDER``: films go to FOLDER.
"""

from __future__ import annotations

import sys
from pathlib import Path

from small_lab import small_run

from explorer import app, dialogs, job, lab_dialog

SMALL_FILMS = Path(__file__).parents[1] / "lecture" / "small_films.py"


def small() -> tuple[str, ...]:
    return ("Clipping", "Swatch")


class SmallStudio(job.Studio):
    def __init__(self) -> None:
        super().__init__(Path(sys.argv[2]), (sys.executable, str(SMALL_FILMS)))


if __name__ in ("__main__", "__mp_main__"):
    job.films = dialogs.films = small
    app.Studio = SmallStudio
    lab_dialog.SHIPPED = small_run(Path(sys.argv[2]) / "lab")
    app.serve(int(sys.argv[1]))
