"""Whatever goes wrong: no half film under a final name, none lost, and the next run is right."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from dying import deaths, lay
from small_films import FILES, PROJECT, command, content, hidden, lay_old_film, main
from test_film_workers import pictures, wait_for
from warm import Process, start

from scenes.script.settings import WORKED_GROUP

LOW = ("--quality", "l", "--fps", "5")
SWATCH = ("--scene", "Swatch", *LOW)
PATIENCE = 300  # seconds; a machine may be busy


def made(out: Path, scene: str = "Swatch") -> Path:
    return out / "renders" / "480p5-dark" / f"{scene}.mp4"


def run(arguments: list[str], **options) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(PROJECT)} | options.pop("env", {})
    return subprocess.run(
        arguments,
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        **options,
    )


def finished(process: Process) -> None:
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which Swatch was rendered and nothing went wrong."""
    out = tmp_path_factory.mktemp("whole")
    done = run(command("render", *SWATCH, "--out", out))
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy of `whole` to do harm to, with its times."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def rendered_again(out: Path) -> None:
    assert main(["render", *SWATCH, "--out", str(out)]) == 0


# -- kill -9 ------------------------------------------------------------------


@pytest.mark.slow
def test_killed_at_every_step_it_loses_no_film(whole: Path, tmp_path: Path) -> None:
    """From the first claim to the last removal, in the joining and between two moves, too."""
    out = tmp_path / "out"
    old = lay_old_film(made(out).parent, "Swatch")
    new = content(made(whole).parent)
    with deaths(out) as died:
        rendered_again(out)
    films = [state[str(made(out).relative_to(out))] for state in died.states]
    assert films.count(old["Swatch.mp4"]) > 15  # so many deaths left the old one
    assert films[-1] == new["Swatch.mp4"]
    for number, state in enumerate(died.states):
        death = tmp_path / str(number)
        lay(state, death)
        for name in old:
            there = (made(death).parent / name).read_bytes()
            assert there in (old[name], new[name]), f"{name} after death {number}"
        rendered_again(death)
        assert content(made(death).parent) == new, f"after death {number}"


@pytest.mark.slow
@pytest.mark.parametrize("beats", [1, 3, 5])
def test_what_a_killed_render_had_drawn_is_not_drawn_again(beats: int, tmp_path: Path) -> None:
    arguments = ("render", "--scene", "Many", *LOW, "--out", tmp_path)
    process = start(*arguments)
    cache = tmp_path / "media"
    wait_for(lambda: len(finished_segments(cache)) >= beats, PATIENCE)
    process.kill()
    process.communicate(timeout=PATIENCE)
    before = finished_segments(cache)
    finished(start(*arguments))
    after = finished_segments(cache)
    assert before.items() <= after.items()
    assert len(after) >= 5


def finished_segments(cache: Path) -> dict[str, int]:
    """The segments in the cache, each with what changes when it is written again."""
    files = [file for file in cache.rglob("*.mp4") if not file.name.startswith(".")]
    return {file.name: file.stat().st_ino for file in files}


# -- disk and folder ----------------------------------------------------------


def in_mount_namespace(script: str) -> subprocess.CompletedProcess:
    """What `script` does where it may mount what it likes."""
    if run(["unshare", "-m", "true"]).returncode:
        pytest.skip("mounting a file system needs root and `unshare`")
    return run(["unshare", "-m", "sh", "-c", script])


def test_no_room_for_the_joined_film_leaves_the_old_one(copy: Path) -> None:
    """All segments are there, and every file fits but the last: the film lacks one byte."""
    sizes = {file.suffix: file.stat().st_size for file in made(copy).parent.iterdir()}
    room = sizes.pop(".mp4") - 1
    assert room > max(sizes.values())
    shutil.rmtree(copy / "renders")
    old = lay_old_film(made(copy).parent, "Swatch")
    process = start("render", *SWATCH, "--out", copy, file_size=room)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "make room in" in errors
    assert "Traceback" not in errors
    assert content(made(copy).parent) == old
    assert hidden(copy) == []


def test_a_folder_that_cannot_be_written_is_named(copy: Path) -> None:
    before = content(copy)
    render = " ".join(command("render", *SWATCH, "--theme", "light", "--out", copy))
    done = in_mount_namespace(
        f"mount --bind {copy} {copy} && mount -o remount,bind,ro {copy} && {render}; echo $?"
    )
    assert done.stdout.split() == ["1"], done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("render: ")]
    assert "Read-only file system" in line
    assert str(copy) in line
    assert "Traceback" not in done.stderr
    assert content(copy) == before


# -- two at once --------------------------------------------------------------


@pytest.mark.slow
def test_two_crews_of_one_film_do_not_meet(tmp_path: Path) -> None:
    """Two at once, of two processes each; whoever looks finds the old film or a whole one."""
    alone, both = tmp_path / "alone", tmp_path / "both"
    arguments = ("render", "--scene", "Many", *LOW, "--jobs", "2")
    finished(start(*arguments, "--out", alone))
    new = content(made(alone, "Many").parent)
    old = lay_old_film(made(both, "Many").parent, "Many")
    crews = [start(*arguments, "--out", both) for _ in range(2)]
    seen = set()
    while any(crew.poll() is None for crew in crews):
        seen.add(made(both, "Many").read_bytes())
        time.sleep(0.02)
    for crew in crews:
        finished(crew)
    assert seen <= {old["Many.mp4"], new["Many.mp4"]}
    assert content(made(both, "Many").parent) == new


# -- what lies there is not what it should be ---------------------------------

HARM: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut short": lambda data: data[: len(data) // 2],
    "garbage": lambda data: bytes(range(256)) * 40,
}


def with_zeros(segment: bytes) -> bytes:
    """The header and the index stay as they are: only pictures are lost."""
    start = segment.index(b"mdat") + 204
    return segment[:start] + bytes(100) + segment[start + 100 :]


CACHE_HARM = HARM | {
    "zeros in its pictures": with_zeros,
    "one byte": lambda data: data[:-200] + bytes([data[-200] ^ 1]) + data[-199:],
    "one byte more": lambda data: data + b"\0",
}


@pytest.mark.parametrize("harm", CACHE_HARM)
def test_a_broken_cache_is_made_again(whole: Path, copy: Path, harm: str) -> None:
    shutil.rmtree(copy / "renders")
    for segment in copy.rglob("media/**/*.mp4"):
        segment.write_bytes(CACHE_HARM[harm](segment.read_bytes()))
    rendered_again(copy)
    assert content(made(copy).parent) == content(made(whole).parent)


def test_segments_that_changed_places_are_made_again(whole: Path, copy: Path) -> None:
    shutil.rmtree(copy / "renders")
    first, second, *_ = copy.rglob("media/**/*.mp4")
    one, other = first.read_bytes(), second.read_bytes()
    assert one != other
    first.write_bytes(other)
    second.write_bytes(one)
    rendered_again(copy)
    assert content(made(copy).parent) == content(made(whole).parent)


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{", b"null", b"[]", b"{}", b"\xff\xfe", b'{"sections": [1]}', b"[[[]]]"],
)
def test_a_broken_manifest_is_made_again(whole: Path, copy: Path, manifest: bytes) -> None:
    made(copy).with_suffix(".json").write_bytes(manifest)
    rendered_again(copy)
    assert content(made(copy).parent) == content(made(whole).parent)


@pytest.mark.parametrize("field", ["files", "sections", "made_from"])
@pytest.mark.parametrize("value", [None, 3, "x", [], ["x"], {"x": "y"}])
def test_a_manifest_with_a_wrong_field_is_made_again(
    whole: Path, copy: Path, field: str, value: object
) -> None:
    file = made(copy).with_suffix(".json")
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {field: value}), "utf-8")
    rendered_again(copy)
    assert content(made(copy).parent) == content(made(whole).parent)


@pytest.mark.parametrize("suffix", FILES)
@pytest.mark.parametrize("harm", [*HARM, "one byte", "gone"])
def test_a_film_that_was_changed_is_made_again(
    whole: Path, copy: Path, suffix: str, harm: str
) -> None:
    file = made(copy).with_suffix(f".{suffix}")
    if harm == "gone":
        file.unlink()
    elif harm == "one byte":
        data = bytearray(file.read_bytes())
        data[-2] ^= 1
        file.write_bytes(data)
    else:
        file.write_bytes(HARM[harm](file.read_bytes()))
    rendered_again(copy)
    assert content(made(copy).parent) == content(made(whole).parent)


# -- the clock ----------------------------------------------------------------


def inodes(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def test_times_in_the_future_change_nothing(whole: Path, copy: Path) -> None:
    """As after a clock is set back: what was made before seems to come from tomorrow."""
    tomorrow = time.time() + 86400
    for path in copy.rglob("*"):
        os.utime(path, (tomorrow, tomorrow))
    before = inodes(made(copy).parent)
    rendered_again(copy)
    assert inodes(made(copy).parent) == before
    made(copy).write_bytes(b"changed")
    os.utime(made(copy), (tomorrow, tomorrow))
    rendered_again(copy)
    assert content(made(copy).parent) == content(made(whole).parent)


def test_a_clock_set_back_gives_the_same_film(whole: Path, tmp_path: Path) -> None:
    """The clock jumps back by years between two films, and the second finds the first's cache."""
    faketime = shutil.which("faketime")
    if not faketime:
        pytest.skip("there is no faketime: install Debian's package of that name")
    early, out = [faketime, "2001-02-03 04:05:06"], tmp_path / "out"
    shutil.copytree(whole / "media", out / "media")
    assert run([*early, "date", "+%Y"]).stdout.strip() == "2001"
    done = run([*early, *command("render", *SWATCH, "--out", out)])
    assert done.returncode == 0, done.stderr
    assert content(made(out).parent) == content(made(whole).parent)
    before = inodes(made(out).parent)
    finished(start("render", *SWATCH, "--out", out))
    assert inodes(made(out).parent) == before


# -- a group file that is edited in between -----------------------------------


def test_a_film_shows_the_group_as_it_was_when_it_was_begun(tmp_path: Path) -> None:
    group = tmp_path / "mine.toml"
    first = WORKED_GROUP.read_text(encoding="utf-8") + "\n# the first state\n"
    group.write_text(first, encoding="utf-8")
    arguments = ("render", "--scene", "Slow", *LOW, "--group", group, "--out", tmp_path)
    process = start(*arguments)
    wait_for(lambda: finished_segments(tmp_path / "media"), PATIENCE)
    question = 'question = "Is 7 a prime number?"'
    second = "\n".join(
        question if line.startswith("question") else line for line in first.splitlines()
    )
    group.write_text(second, encoding="utf-8")
    assert process.poll() is None
    finished(process)
    (film,) = tmp_path.glob("renders/*/Slow.mp4")
    earlier = content(film.parent)
    finished(start(*arguments))
    films = set(tmp_path.glob("renders/*/Slow.mp4"))
    (other,) = films - {film}
    assert content(film.parent) == earlier
    asked = [question_of(film), question_of(other)]
    assert asked[0] in first and asked[0] not in second
    assert asked[1] == "Is 7 a prime number?"


def question_of(film: Path) -> str:
    manifest = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
    return manifest["settings"]["question"]


# -- the same inputs, the same film -------------------------------------------


@pytest.mark.slow
def test_the_surroundings_do_not_change_a_frame(tmp_path: Path) -> None:
    films = []
    for number, (seed, zone, language) in enumerate(
        [("1", "UTC", "C"), ("2", "Asia/Tokyo", "de_DE.UTF-8")]
    ):
        home, temporary, folder, out = (tmp_path / f"{name}{number}" for name in "htwo")
        for path in (home, temporary, folder):
            path.mkdir()
        environment = {
            "PYTHONPATH": str(PROJECT),
            "PYTHONHASHSEED": seed,
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "TZ": zone,
            "LANG": language,
            "LC_ALL": language,
        }
        done = subprocess.run(
            command("render", "--scene", "Many", *LOW, "--out", out),
            cwd=[PROJECT, folder][number],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        films.append(made(out, "Many"))
    assert pictures(films[0]) == pictures(films[1])
    assert len(pictures(films[0])) > 50
