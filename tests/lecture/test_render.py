"""`render` and `draft` for real: what they leave, and what they leave alone."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import av
import pytest
from small_films import (
    FILES,
    PROJECT,
    command,
    content,
    hidden,
    lay_old_film,
    main,
)
from warm import Process, start

from lecture.options import Options
from scenes.script.settings import WORKED_GROUP, Settings
from scenes.stage.x264 import X264

LOW = ("--quality", "l")


def film_frames(film: Path) -> int:
    """The number of frames that can be decoded."""
    with av.open(film) as container:
        return sum(1 for _ in container.decode(video=0))


def segments_in(out: Path) -> dict[Path, tuple[int, int]]:
    """The finished segments below `out`, and what changes when one is written again."""
    found = [path for path in (out / "media").rglob("*.mp4") if not path.name.startswith(".")]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def test_five_files_lie_in_the_folder_of_the_variant(swatch: Path) -> None:
    assert sorted(content(swatch.parent)) == sorted(f"Swatch.{suffix}" for suffix in FILES)
    assert hidden(swatch.parents[2]) == []


def test_the_path_is_all_of_stdout(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--scene", "Swatch", *LOW, "--fps", "5", "--out", str(tmp_path)]) == 0
    shown = capfd.readouterr()
    assert shown.out.splitlines() == [str(tmp_path / "renders/480p5-dark/Swatch.mp4")]
    assert shown.err == ""  # no bar in a log


def test_an_unchanged_film_is_made_from_its_segments(tmp_path: Path) -> None:
    film = tmp_path / "renders" / "480p5-dark" / "Moving.mp4"
    seen = []
    for _ in range(2):  # in processes with other hashes of strings
        asked = command("render", "--scene", "Moving", *LOW, "--fps", "5", "--out", tmp_path)
        done = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        seen.append((segments_in(tmp_path), film.read_bytes()))
        film.unlink()  # one that is there would not be made again
    assert seen[0] == seen[1]


def test_a_draft_of_one_beat_takes_the_film_s_segments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--scene", "Moving", *LOW, "--out", str(tmp_path)]
    assert main(["render", *arguments]) == 0
    before = segments_in(tmp_path)
    assert main(["draft", *arguments, "--beat", "2"]) == 0
    assert segments_in(tmp_path) == before


def test_segments_of_another_encoder_setting_are_not_joined_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["render", "--scene", "Swatch", *LOW, "--out", str(tmp_path)]
    assert main(arguments) == 0
    before = segments_in(tmp_path)
    next((tmp_path / "renders").rglob("*.mp4")).unlink()
    monkeypatch.setitem(X264, "preset", "medium")
    assert main(arguments) == 0
    assert len(segments_in(tmp_path)) == 2 * len(before)


@pytest.mark.parametrize("harm", [lambda data: b"", lambda data: data[: len(data) // 2]])
def test_a_broken_segment_is_made_again(swatch: Path, harm) -> None:
    out, film = swatch.parents[2], swatch.read_bytes()
    broken = next(iter(segments_in(out)))
    broken.write_bytes(harm(broken.read_bytes()))
    swatch.unlink()
    assert main(["render", "--scene", "Swatch", *LOW, "--out", str(out)]) == 0
    assert swatch.read_bytes() == film


def test_two_renders_of_one_film_at_once(tmp_path: Path) -> None:
    arguments = ("render", "--scene", "Swatch", *LOW, "--out", tmp_path)
    both = [start(*arguments), start(*arguments)]
    results = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], results
    assert film_frames(Path(results[0][0].strip())) > 30
    assert hidden(tmp_path) == []


def test_a_draft_of_one_beat(tmp_path: Path, swatch: Path) -> None:
    arguments = ["draft", "--scene", "Swatch", "--out", str(tmp_path)]
    assert main([*arguments, "--beat", "2"]) == 0
    assert main(arguments) == 0
    folder = tmp_path / "renders" / "draft-dark"
    assert sorted(content(folder)) == ["Swatch-beat02.mp4", "Swatch.mp4"]
    with av.open(folder / "Swatch.mp4") as container:
        _, second = container.chapters()
    length = (second["end"] - second["start"]) * second["time_base"]
    assert film_frames(folder / "Swatch-beat02.mp4") == pytest.approx(length * 15, abs=0.1)
    assert film_frames(folder / "Swatch.mp4") == film_frames(swatch)


def test_a_folder_of_any_name_will_do(tmp_path: Path, swatch: Path) -> None:
    out = tmp_path / "it's a name, ünd #1"
    assert main(["render", "--scene", "Swatch", *LOW, "--out", str(out)]) == 0
    assert film_frames(out / "renders/480p15-dark/Swatch.mp4") == film_frames(swatch)


# -- failures ---------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> dict[str, bytes]:
    """An earlier film of each scene; `tmp_path` is the folder to render to."""
    folder = tmp_path / "renders" / "480p15-dark"
    lay_old_film(folder, "Slow")
    for suffix in FILES:
        (folder / f"Broken.{suffix}").write_bytes(b"old")
    return content(folder)


def assert_nothing_changed(tmp_path: Path, old: dict[str, bytes]) -> None:
    assert content(tmp_path / "renders" / "480p15-dark") == old
    assert hidden(tmp_path) == []


def start_slow(tmp_path: Path) -> Process:
    """A render of Slow that has written a segment and goes on."""
    process = start("render", "--scene", "Slow", *LOW, "--out", tmp_path)
    deadline = time.monotonic() + 30
    while not segments_in(tmp_path):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return process


def test_a_mistake_in_a_scene_leaves_the_old_film(tmp_path: Path, old: dict[str, bytes]) -> None:
    with pytest.raises(ArithmeticError):
        main(["render", "--scene", "Broken", *LOW, "--out", str(tmp_path)])
    assert_nothing_changed(tmp_path, old)


def test_a_mistake_in_a_scene_is_told_from_its_own_line_on(tmp_path: Path) -> None:
    process = start("draft", "--scene", "Broken", *LOW, "--beat", "2", "--out", tmp_path)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    where, what, why = errors.splitlines()
    assert "films/broken.py" in where and "in wrong" in where
    assert what.strip() == 'raise ArithmeticError("a mistake in the scene")'
    assert why == "ArithmeticError: a mistake in the scene"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_the_old_film(
    tmp_path: Path, old: dict[str, bytes], number: signal.Signals
) -> None:
    process = start_slow(tmp_path)
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "render: interrupted; nothing was changed"
    assert "Traceback" not in errors
    assert_nothing_changed(tmp_path, old)


def test_a_killed_render_leaves_the_old_film_and_can_be_repeated(
    tmp_path: Path, old: dict[str, bytes]
) -> None:
    process = start_slow(tmp_path)
    process.kill()
    process.communicate(timeout=30)
    folder = tmp_path / "renders" / "480p15-dark"
    assert {name: data for name, data in content(folder).items() if name in old} == old
    again = start("render", "--scene", "Slow", *LOW, "--out", tmp_path)
    _, errors = again.communicate(timeout=60)
    assert again.returncode == 0, errors
    assert film_frames(folder / "Slow.mp4") > 12 * 15
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("size", [2_000, 100_000])
def test_no_room_for_a_file_leaves_the_old_film(
    tmp_path: Path, old: dict[str, bytes], size: int
) -> None:
    process = start(
        "render", "--scene", "Slow", *LOW, "--out", tmp_path, "--fps", 15, file_size=size
    )
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Traceback" not in errors
    line = errors.splitlines()[-1]
    assert "File too large" in line
    assert "make room in" in line
    assert_nothing_changed(tmp_path, old)


@pytest.mark.parametrize("size", ["64k", "480k"])
def test_a_full_disk_leaves_the_old_film(tmp_path: Path, size: str) -> None:
    """A file system of `size` of its own; only root can make one."""
    script = (
        f"mount -t tmpfs -o size={size} tmpfs {tmp_path} && "
        f"mkdir -p {tmp_path}/renders/480p15-dark && "
        f"echo old > {tmp_path}/renders/480p15-dark/Slow.mp4 && "
        f"{' '.join(command('render', '--scene', 'Slow', *LOW, '--out', tmp_path))}; "
        f"echo $?; find {tmp_path}/renders -type f; cat {tmp_path}/renders/*/*; "
        f"find {tmp_path} -name '.*'"
    )
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        pytest.skip("mounting a small file system needs root and `unshare`")
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], cwd=PROJECT, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == ["1", f"{tmp_path}/renders/480p15-dark/Slow.mp4", "old"]
    line = done.stderr.splitlines()[-1]
    assert "No space left on device" in line
    assert str(tmp_path) in line


# -- names ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (Options("Clipping"), "1080p60-dark"),
        (Options("Clipping", quality="l"), "480p15-dark"),
        (Options("Clipping", quality="m", settings=Settings(theme="light")), "720p30-light"),
        (Options("Clipping", quality="k", fps=24), "2160p24-dark"),
        (
            Options("Clipping", settings=Settings(epsilon=0.3, epsilon_high=0.4, beta=0.1)),
            "1080p60-dark-eps0.3-epshigh0.4-beta0.1",
        ),
        (Options("Clipping", settings=Settings(beta=0.0)), "1080p60-dark-beta0"),
        (
            Options("Clipping", settings=Settings(group=WORKED_GROUP.with_stem("notebook_clips"))),
            "1080p60-dark-notebook_clips",
        ),
    ],
)
def test_a_variant_s_folder(options: Options, name: str) -> None:
    assert options.variant == name


def test_groups_of_one_name_do_not_share_a_folder(tmp_path: Path) -> None:
    text = WORKED_GROUP.read_text(encoding="utf-8")
    variants = set()
    for folder in ("a", "b"):
        file = tmp_path / folder / "worked.toml"
        file.parent.mkdir()
        file.write_text(f"# {folder}\n{text}", encoding="utf-8")
        variants.add(Options("Clipping", settings=Settings(group=file)).variant)
    assert len(variants) == 2
    assert all(variant.startswith("1080p60-dark-worked-") for variant in variants)
