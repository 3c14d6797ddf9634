"""Work folders: nobody's is taken from under him, and nothing is left of the dead."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_films import hidden

from lecture.files import remove_leftovers, workshop, write_whole
from scenes.script.holds import new_file


def killed_at_work(folder: Path) -> None:
    """A process that is ended by SIGKILL in its work folder and over an unfinished file."""
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from lecture.files import workshop\n"
        "from scenes.script.holds import new_file\n"
        "folder = Path(sys.argv[1])\n"
        "new_file(folder, 'Film-segment', '.mp4')\n"
        "with workshop(folder, 'Film') as work:\n"
        "    (work / 'half').write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder)], timeout=60)
    assert done.returncode == -9
    assert len(list(folder.rglob("half"))) == 1


def test_two_of_one_number_keep_their_folders(tmp_path: Path) -> None:
    """Two containers on one folder may both have process 2; here it is one process twice."""
    with workshop(tmp_path, "Film") as mine:
        (mine / "half").write_text("mine")
        segment, _ = new_file(tmp_path, "segment", ".mp4")
        with workshop(tmp_path, "Film") as other:
            (other / "half").write_text("the other's")
            remove_leftovers(tmp_path)
            assert (mine / "half").read_text() == "mine"
            assert segment.exists()
        assert (mine / "half").exists()
        assert not other.exists()


def test_what_the_dead_leave_goes_with_the_next(tmp_path: Path) -> None:
    killed_at_work(tmp_path)
    with workshop(tmp_path, "Film"):
        assert list(tmp_path.rglob("half")) == []
    assert hidden(tmp_path) == []


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt key is pressed when the first file is about to be removed."""
    requests = iter([signal.SIGINT])

    def unlink(*place, **details) -> None:
        for number in requests:
            signal.raise_signal(number)
        removed(*place, **details)

    removed = os.unlink
    monkeypatch.setattr(os, "unlink", unlink)


def test_an_interrupt_while_it_tidies_up_leaves_nothing(tmp_path: Path, interrupted: None) -> None:
    with pytest.raises(KeyboardInterrupt), workshop(tmp_path, "Film") as work:
        (work / "one").write_text("half")
        (work / "two").write_text("half")
    assert hidden(tmp_path) == []


def test_an_interrupt_while_a_file_is_given_up_leaves_nothing(
    tmp_path: Path, interrupted: None
) -> None:
    (tmp_path / "file.toml" / "in the way").mkdir(parents=True)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "file.toml", b"new")
    assert hidden(tmp_path) == []


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    theirs = [tmp_path / ".Film-notes", tmp_path / ".Film-01234567" / "kept"]
    theirs[1].parent.mkdir()
    for path in theirs:
        path.write_text("kept")
    with workshop(tmp_path, "Film"):
        pass
    assert [path.read_text() for path in theirs] == ["kept"] * 2


def test_without_locks_films_are_made_and_nothing_is_taken(tmp_path: Path, monkeypatch) -> None:
    def no_locks(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    killed_at_work(tmp_path)
    monkeypatch.setattr(fcntl, "flock", no_locks)
    with workshop(tmp_path, "Film") as work:
        (work / "film").write_text("made")
        assert len(list(tmp_path.rglob("half"))) == 1


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "new" / "file.toml"
    write_whole(file, b"old")

    def no_room(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", no_room)
    with pytest.raises(OSError):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert hidden(tmp_path) == []
