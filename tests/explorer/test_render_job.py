"""Films made for the explorer: the command, the file beside it, progress, and how it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from explorer import job
from explorer.group_file import presets
from explorer.job import LECTURE, Studio, order_of
from explorer.session import Refusal, Session
from grpo_core import load_group

SMALL_FILMS = Path(__file__).parents[1] / "lecture" / "small_films.py"
SMALL = (sys.executable, str(SMALL_FILMS))  # `python -m lecture`, with small films


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders may name the small films."""
    monkeypatch.setenv("PYTHONPATH", str(SMALL_FILMS.parents[2]))
    monkeypatch.setattr(job, "films", lambda: ("Swatch", "Slow", "Broken"))


def changed() -> Session:
    return Session.worked().with_answer(0, "new", "0.25").with_dial("beta", "0.1")


def test_the_worked_group_needs_no_file() -> None:
    order = order_of(Session.worked(), "Clipping", "m", "dark")
    assert order.make_command == "make render SCENE=Clipping QUALITY=m"


def test_a_preset_is_named_by_its_own_file() -> None:
    order = order_of(Session.of(load_group(presets()["notebook_clips"])), "KL", "h", "light")
    said = "make render SCENE=KL GROUP=assets/groups/notebook_clips.toml QUALITY=h THEME=light"
    assert order.make_command == said


def test_the_command_s_file_holds_what_is_on_the_screen(tmp_path: Path, small: None) -> None:
    async def ask() -> Path:
        studio = Studio(tmp_path, SMALL)
        begun = studio.start(changed(), "Swatch", "l", "dark")
        await studio.close()
        return begun.order.group

    file = asyncio.run(ask())
    group = load_group(file)
    assert file.parent == tmp_path / "renders" / "explorer"
    assert (group.new[0], group.beta) == (pytest.approx(0.25), 0.1)


@pytest.mark.parametrize(
    ("scene", "quality", "theme"),
    [("Nothing", "l", "dark"), ("Clipping", "x", "dark"), ("Clipping", "l", "blue; rm -rf /")],
)
def test_what_is_not_known_is_not_run(tmp_path: Path, scene: str, quality: str, theme: str) -> None:
    studio = Studio(tmp_path)
    with pytest.raises(Refusal, match="is unknown"):
        studio.start(Session.worked(), scene, quality, theme)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def shares(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Every share that a job has had: who looks at times misses some on a busy machine."""
    had: list[float] = []
    now = property(
        lambda made: vars(made)["share"],
        lambda made, share: (had.append(share), vars(made).update(share=share)),
    )
    monkeypatch.setattr(job.Job, "share", now)
    return had


def test_a_film_is_made_with_progress_and_kept(
    tmp_path: Path, small: None, shares: list[float]
) -> None:
    async def make() -> Studio:
        studio = Studio(tmp_path, SMALL)
        studio.start(changed(), "Swatch", "l", "light")
        while studio.is_busy:
            await asyncio.sleep(0.02)
        return studio

    studio = asyncio.run(make())
    made = studio.job
    assert (made.state, made.share) == ("done", 1.0), made.said
    assert studio.films == {made.key: made.film}
    assert made.film.stat().st_size > 1000
    assert tmp_path in made.film.parents
    assert "480p15-light" in str(made.film)
    assert shares == sorted(shares)
    assert 0.5 in shares  # after one of its two beats


def test_one_at_a_time_and_stopped_it_leaves_nothing(tmp_path: Path, small: None) -> None:
    async def stop() -> Studio:
        studio = Studio(tmp_path, SMALL)
        studio.start(Session.worked(), "Slow", "l", "dark")
        with pytest.raises(Refusal, match="Slow is being made"):
            studio.start(Session.worked(), "Swatch", "l", "dark")
        while not list(tmp_path.rglob("*.mp4")):
            await asyncio.sleep(0.05)
        studio.job.stop()
        while studio.is_busy:
            await asyncio.sleep(0.05)
        return studio

    studio = asyncio.run(asyncio.wait_for(stop(), 60))
    assert studio.job.state == "stopped"
    assert studio.films == {}
    assert list((tmp_path / "renders").rglob("*.mp4")) == []


def test_closing_ends_a_render_that_will_not_listen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('deaf', flush=True); time.sleep(60)"
    )
    monkeypatch.setattr(job, "_GRACE", 0.5)

    async def close() -> int:
        studio = Studio(tmp_path, (sys.executable, "-c", deaf))
        begun = studio.start(Session.worked(), "Clipping", "l", "dark")
        await asyncio.sleep(0.5)
        await studio.close()
        return begun._process.returncode

    assert asyncio.run(close()) == -signal.SIGKILL


def test_a_stop_before_the_start_counts(tmp_path: Path) -> None:
    async def stop() -> str:
        studio = Studio(tmp_path, (sys.executable, "-c", "import time; time.sleep(60)"))
        begun = studio.start(Session.worked(), "Clipping", "l", "dark")
        begun.stop()
        while studio.is_busy:
            await asyncio.sleep(0.02)
        return begun.state

    assert asyncio.run(asyncio.wait_for(stop(), 20)) == "stopped"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (SMALL, "ArithmeticError: a mistake in the scene"),
        ((*LECTURE, "nonsense"), "(--help lists what there is)"),
        (("/no/such/program",), "cannot be started"),
    ],
)
def test_a_failed_render_says_why(
    tmp_path: Path, small: None, command: tuple[str, ...], said: str
) -> None:
    async def fail() -> tuple[str, str]:
        studio = Studio(tmp_path, command)
        begun = studio.start(Session.worked(), "Broken", "l", "dark")
        while studio.is_busy:
            await asyncio.sleep(0.05)
        return begun.state, begun.said

    state, last = asyncio.run(fail())
    assert state == "failed"
    assert said in last
