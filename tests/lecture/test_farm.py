"""`make farm` with Snakemake's own executor for one machine: nothing twice, nothing lost."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import re
import signal
import subprocess
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from small_films import FILMS, content, hidden, lay_old_film, main
from small_make import diary
from test_film_workers import is_running, wait_for
from test_render import film_frames
from warm import Process, start

from lecture import farm, farm_words, progress
from lecture.manifest import film_path, load_manifest
from lecture.options import Options, UserError
from lecture.progress import tells_progress
from scenes.script.settings import WORKED_GROUP

PATIENCE = 400
LOW = ("--quality", "l", "--fps", "5")
DARK = "480p5-dark"

needs_snakemake = pytest.mark.skipif(
    find_spec("snakemake") is None,
    reason="Snakemake is not here; to bring it: sh bootstrap.sh extra farm",
)


def start_farm(out: Path, *arguments: object) -> Process:
    """A farm of the small films at work."""
    return start(out, *LOW, *arguments, does="small_farm")


def ended(process: Process) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    output, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, output, errors


def farmed(out: Path, *arguments: object) -> tuple[int, str, str]:
    return ended(start_farm(out, *arguments))


def counted(out: Path, event: str) -> Counter:
    """How often each film was "begun" or "made"."""
    return Counter(entry.film for entry in diary(out) if entry.event == event)


# -- what is asked for --------------------------------------------------------


@pytest.fixture
def groups(tmp_path: Path) -> list[Path]:
    """Two group files of one name; the second has a blank in its path and another epsilon."""
    files = [tmp_path / "a" / "mine.toml", tmp_path / "b c" / "mine.toml"]
    text = WORKED_GROUP.read_text(encoding="utf-8")
    for file, epsilon in zip(files, ("0.2", "0.1"), strict=True):
        file.parent.mkdir()
        lines = [f"epsilon_low = {epsilon}" if "epsilon_low" in x else x for x in text.split("\n")]
        file.write_text("\n".join(lines), encoding="utf-8")
    assert files[0].read_bytes() != files[1].read_bytes()
    return files


def asked_for(groups: list[Path]) -> dict[str, str]:
    return {
        "scene": "Swatch Moving",
        "quality": "l h",
        "theme": "dark light",
        "language": "en de",
        "group": f"{groups[0]} '{groups[1]}'",
        "beta": "0 0.1",
    }


def films_of(asked: dict[str, str]) -> list[Options]:
    return farm.films_of({"scenes": str(FILMS), **asked})


def test_every_combination_has_a_file_of_its_own(groups: list[Path]) -> None:
    found = films_of(asked_for(groups))
    seen = {
        (
            film.scene,
            film.quality,
            film.settings.theme,
            film.settings.language,
            film.settings.group,
            film.settings.beta,
        )
        for film in found
    }
    lists = (("Swatch", "Moving"), "lh", ("dark", "light"), ("en", "de"), groups, (0, 0.1))
    assert seen == set(itertools.product(*lists))
    assert len({film_path(film) for film in found}) == len(found) == 64


def test_what_is_named_twice_is_made_once() -> None:
    found = films_of({"scene": "Swatch Swatch", "theme": "dark dark light"})
    assert [film.variant for film in found] == ["1080p60-dark", "1080p60-light"]


def test_all_scenes_without_a_list() -> None:
    scenes = [film.scene for film in films_of({})]
    assert scenes == ["Broken", "Many", "Moving", "Slow", "Swatch"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"scene": "Swatch Nothing"}, "there is no 'Nothing'"),
        ({"scenes": "Swatch"}, "scenes: there is no folder 'Swatch'"),
        ({"theme": "dark pink"}, "theme: 'pink' is unknown"),
        ({"language": "en xx"}, "language: 'xx' is unknown"),
        ({"group": "'mine.toml"}, "group: .* cannot be read as a list"),
    ],
)
def test_a_mistake_is_said_before_anything_is_made(asked: dict, said: str) -> None:
    with pytest.raises(UserError, match=said):
        films_of(asked)


def test_each_film_is_made_of_and_into_the_folders_that_were_asked_for(tmp_path: Path) -> None:
    speaker = "say it --to"
    asked = {"scene": "Swatch", "out": str(tmp_path), "voice": str(tmp_path / "a voice")}
    (film,) = films_of({**asked, "voice_command": speaker})
    folders = {f"OUT={tmp_path}", f"SCENES={FILMS}", f"VOICE={tmp_path / 'a voice'}"}
    assert {*folders, f"VOICE_COMMAND={speaker}"} <= {*farm._variables(film)}


def test_a_group_is_kept_as_it_was(groups: list[Path], tmp_path: Path) -> None:
    (film,) = films_of({"scene": "Swatch", "group": f"'{groups[1]}'"})
    before, text = film.variant, groups[1].read_bytes()
    kept = farm._with_kept_files(film, tmp_path / "kept")
    groups[1].write_bytes(text + b"# edited")
    assert film.variant != before
    assert kept.variant == before
    assert kept.settings.group.read_bytes() == text


def test_without_snakemake_one_line_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(farm, "find_spec", lambda name: None)
    assert main(["farm", "--scene", "Swatch"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "farm: Snakemake is not here; to bring it: sh bootstrap.sh extra farm"
    ]


@needs_snakemake
def test_one_farm_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "renders" / ".farm"
    folder.mkdir(parents=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(["farm", "--scene", "Swatch", *LOW, "--out", str(tmp_path)]) == 2
    assert "another farm works in" in capsys.readouterr().err


# -- what is made -------------------------------------------------------------


@needs_snakemake
@pytest.mark.slow
def test_variants_never_write_the_same_file(groups: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "it's an out"
    out.mkdir()
    asked = ("--scene", "Swatch", "--theme", "dark light", "--group", asked_for(groups)["group"])
    code, output, errors = farmed(out, *asked, "--jobs", 2)
    assert code == 0, errors
    assert all(map(tells_progress, errors.splitlines())), errors  # none of Snakemake's own
    assert "Finished jobid" in (out / "renders" / "farm.log").read_text("utf-8")
    films = [Path(line) for line in output.splitlines()]
    assert len(set(films)) == 4
    assert counted(out, "made") == {f"{film.parent.name}/Swatch": 1 for film in films}
    seen = {(m.theme, m.settings["epsilon_low"]) for m in map(load_manifest, films)}
    assert seen == {("dark", 0.2), ("dark", 0.1), ("light", 0.2), ("light", 0.1)}
    for film in films:
        assert load_manifest(film).theme in film.parent.name
        assert film_frames(film) > 20

    # What is lost is made again, and nothing else.
    lost, data = films[2], films[2].read_bytes()
    lost.unlink()
    profile = tmp_path / "a profile"
    profile.mkdir()
    (profile / "config.yaml").write_text("jobs: 2\n", encoding="utf-8")
    code, again, errors = farmed(out, *asked, f"--farm=--profile '{profile}'")
    assert code == 0, errors
    assert again == output
    assert lost.read_bytes() == data
    assert counted(out, "begun") == {
        f"{film.parent.name}/Swatch": 2 if film == lost else 1 for film in films
    }


@needs_snakemake
@pytest.mark.slow
def test_a_killed_job_is_tried_again_and_a_failing_one_stops_no_other(tmp_path: Path) -> None:
    old = lay_old_film(tmp_path / "renders" / DARK, "Broken")
    process = start_farm(tmp_path, "--scene", "Slow Broken Swatch", "--jobs", 2)
    slow = f"{DARK}/Slow"
    (first,) = wait_for(lambda: [e for e in diary(tmp_path) if e.film == slow], PATIENCE)
    os.kill(first.process, signal.SIGKILL)
    code, output, errors = ended(process)
    assert code == 1
    assert counted(tmp_path, "begun") == {slow: 2, f"{DARK}/Swatch": 1, f"{DARK}/Broken": 3}
    assert counted(tmp_path, "made") == {slow: 1, f"{DARK}/Swatch": 1}
    (line,) = [line for line in errors.splitlines() if line.startswith("farm: ")]
    assert f"{DARK}/Broken.mp4 is not made: ArithmeticError: a mistake in the scene" in line
    there = content(tmp_path / "renders" / DARK)
    assert old.items() <= there.items()
    films = [Path(line) for line in output.splitlines()]
    assert [film.stem for film in films] == ["Slow", "Swatch"]
    assert all(film_frames(film) > 20 for film in films)
    assert hidden(tmp_path / "renders" / DARK) == []


@needs_snakemake
@pytest.mark.slow
@pytest.mark.parametrize("victims", ["Snakemake", "all", "interrupted"])
def test_a_run_that_was_ended_is_taken_up_again(tmp_path: Path, victims: str) -> None:
    psutil = pytest.importorskip("psutil")  # comes with Snakemake
    asked = ("--scene", "Swatch Moving Slow", "--jobs", 1)
    process = start_farm(tmp_path, *asked)
    wait_for(lambda: counted(tmp_path, "made") and len(diary(tmp_path)) > 2, PATIENCE)
    family = psutil.Process(process.pid).children(recursive=True)
    (snakemake,) = (child for child in family if "--snakefile" in child.cmdline())
    if victims == "interrupted":
        process.send_signal(signal.SIGINT)
    elif victims == "all":
        for victim in (psutil.Process(process.pid), *family):
            victim.kill()
    else:
        snakemake.kill()
    code, *_ = ended(process)
    assert code == {"Snakemake": 1, "all": -signal.SIGKILL, "interrupted": 130}[victims]
    wait_for(lambda: not any(is_running(child.pid) for child in family), PATIENCE)
    finished = set(counted(tmp_path, "made"))
    assert 1 <= len(finished) < 3
    before = {film: (tmp_path / "renders" / f"{film}.mp4").stat().st_ino for film in finished}

    code, output, errors = farmed(tmp_path, *asked)
    assert code == 0, errors
    assert set(counted(tmp_path, "made").values()) == {1}
    assert len(counted(tmp_path, "made")) == 3
    after = {film: (tmp_path / "renders" / f"{film}.mp4").stat().st_ino for film in finished}
    assert after == before  # not even touched
    assert all(film_frames(Path(line)) > 10 for line in output.splitlines())
    assert hidden(tmp_path / "renders" / DARK) == []


@needs_snakemake
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "--executor nowhere --jobs 2",
            "the executor 'nowhere' is not here; to bring it: .* -m pip install "
            "snakemake-executor-plugin-nowhere",
        ),
        ("--sheep 2", "Snakemake cannot read FARM: .*--sheep"),
        ("--jobs many", "Snakemake cannot read FARM: .*--jobs.*integer.*"),
        ("--profile 'no such'", "Snakemake cannot read FARM: .*no such.*"),
    ],
)
def test_what_snakemake_cannot_read_is_said_in_one_line(
    words: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["farm", "--scene", "Swatch", *LOW, "--out", str(tmp_path), f"--farm={words}"]
    assert main(asked) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert re.fullmatch(f"farm: {said}", line)
    assert diary(tmp_path) == []


@pytest.fixture
def afar(monkeypatch: pytest.MonkeyPatch) -> None:
    """An executor "afar", which says that its machines have no folder in common."""
    from snakemake_interface_executor_plugins.registry import ExecutorPluginRegistry
    from snakemake_interface_executor_plugins.registry.plugin import Plugin
    from snakemake_interface_executor_plugins.settings import CommonSettings

    settings = CommonSettings(
        non_local_exec=True, implies_no_shared_fs=True, job_deploy_sources=True
    )
    plugin = Plugin(None, settings, None, "afar")
    monkeypatch.setitem(ExecutorPluginRegistry().plugins, "afar", plugin)


@needs_snakemake
@pytest.mark.usefixtures("afar")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "the storage 'fs' is not here; .* -m pip install snakemake-storage-plugin-fs"),
        (" --default-storage-provider s3", "films come back from afar in a folder .*"),
    ],
)
def test_films_are_not_sent_where_they_would_be_lost(
    words: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(farm_words, "find_spec", lambda name: None)
    more = f"--farm=--executor afar --jobs 2{words}"
    assert main(["farm", "--scene", "Swatch", *LOW, "--out", str(tmp_path), more]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert re.fullmatch(f"farm: {said}", line)


@needs_snakemake
@pytest.mark.usefixtures("afar")
def test_an_executor_of_clouds_keeps_its_marks_where_the_films_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[str]] = []
    monkeypatch.setattr(farm, "_carried_out", lambda command, *_: told.append(command))
    monkeypatch.setattr(farm_words, "find_spec", lambda name: name)
    more = "--farm=--executor afar --jobs 2"
    assert main(["farm", "--scene", "Swatch", *LOW, "--out", str(tmp_path), more]) == 1
    (command,) = told
    words = command[: command.index("--")]
    assert words[words.index("--default-storage-provider") + 1] == "fs"
    prefix = words[words.index("--default-storage-prefix") + 1]
    assert prefix == words[words.index("--directory") + 1]


@needs_snakemake
def test_films_whose_render_said_nothing_are_told_in_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path), "--farm=--default-storage-provider nowhere --jobs 2"]
    assert main(["farm", "--scene", "Swatch Moving Slow", *LOW, *out]) == 1
    (line,) = capfd.readouterr().err.splitlines()
    log = tmp_path / "renders" / "farm.log"
    assert re.search(r"Swatch\.mp4 and 2 more not made, and no render said why", line)
    assert line.endswith(str(log))
    assert "snakemake-storage-plugin-nowhere is not installed" in log.read_text("utf-8")


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("KL: 1 of 13 [00:20, 9.1 s of film]\nKL: 2 of 13 [00:40]\n", ""),  # killed there
        (
            "KL: 1 of 13 [00:20]\nrender: no room\nmake: *** [Makefile:67: render] Error 2\n",
            "render: no room",
        ),
    ],
)
def test_what_a_render_said_is_neither_its_progress_nor_make_s_end(
    log: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "KL.log"
    file.write_text(log, encoding="utf-8")
    assert farm._said(file) == said


def test_films_are_counted_as_they_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(farm, "PULSE", 0.05)
    monkeypatch.setattr(progress, "LULL", 1e-9)
    marks = [tmp_path / DARK / f"{name}.made" for name in ("KL", "Levels", "Tokens")]
    marks[0].parent.mkdir()
    makes = f"touch '{marks[1]}'; sleep 1; touch '{marks[0]}'; echo jargon; exit 1"
    log = tmp_path / "farm.log"
    with log.open("w") as lock:
        farm._carried_out(["sh", "-c", makes], lock.fileno(), log, marks)
    first, second = capfd.readouterr().err.splitlines()
    assert re.fullmatch(rf"films: 1 of 3 \[00:0\d, {DARK}/Levels\]", first)
    assert re.fullmatch(rf"films: 2 of 3 \[00:0\d, {DARK}/KL\]", second)
    assert log.read_text() == "jargon\n"


@needs_snakemake
def test_snakemake_gets_what_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FARM is for Snakemake; how many at once is left to a profile, unless JOBS says it."""
    told: list[list[str]] = []
    place = tmp_path / "my slurm"
    place.mkdir()
    (place / "config.yaml").write_text("executor: local\n", encoding="utf-8")
    monkeypatch.setattr(farm, "_carried_out", lambda command, *_: told.append(command))
    asked = ["farm", "--scene", "Swatch Moving", "--out", str(tmp_path)]
    for more in (["--farm", f"--profile '{place}'"], ["--farm", "-n", "--jobs", "40"], []):
        arguments = [f"{more[0]}={more[1]}", *more[2:]] if more else []
        assert main([*asked, *arguments]) == 1  # nothing was made
    profile, both, alone = told
    assert profile[profile.index("--profile") + 1] == str(place)
    assert "--jobs" not in profile
    assert "-n" in both and both[both.index("--jobs") + 1] == "40"
    assert alone[alone.index("--jobs") + 1] == str(farm.cores())
    file = Path(alone[alone.index("--configfile") + 1])
    config = json.loads(file.read_text("utf-8"))
    assert sorted(config["films"]) == [
        f"1080p60-dark/{scene}.made" for scene in ("Moving", "Swatch")
    ]
    # What an executor sends to a machine with no folder in common lies in the folder of the work.
    rule, folder = (Path(alone[alone.index(word) + 1]) for word in ("--snakefile", "--directory"))
    assert rule.parent == file.parent == folder
    assert rule.read_bytes() == farm.SNAKEFILE.read_bytes()


@needs_snakemake
def test_a_job_asks_for_what_a_film_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Measured are 0.5 GB for each process that films, at most 1.3 (4K), and 40 MB of files."""
    monkeypatch.setattr(farm, "_carried_out", lambda command, *_: subprocess.run(command))
    more = ["--farm=--dry-run --quiet host", "--jobs", "4"]
    assert main(["farm", "--scene", "Swatch", "--out", str(tmp_path), *more]) == 1
    asked = dict(re.findall(r"\b(mem_mb|disk_mb|threads)[=:] ?(\d+)", capfd.readouterr().out))
    threads = int(asked.get("threads", 1))
    assert 1300 * threads <= int(asked["mem_mb"]) <= 2000 * threads
    assert 40 <= int(asked["disk_mb"]) <= 2000
