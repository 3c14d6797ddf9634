"""The films of the folder ``films``, and one of them rendered."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_films import main

from lecture import film_workers


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A film is made by one process: the tests themselves run on every core."""
    monkeypatch.setattr(film_workers, "cores", lambda: 1)


@pytest.fixture(scope="session")
def swatch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film Swatch at low quality, dark, in a folder with what lies beside it."""
    out = tmp_path_factory.mktemp("swatch")
    assert main(["render", "--scene", "Swatch", "--quality", "l", "--out", str(out)]) == 0
    return out / "renders" / "480p15-dark" / "Swatch.mp4"
