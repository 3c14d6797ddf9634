"""What an edit of a source changes in what is loaded, on modules written for it."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from lecture.watch.edits import TooMuch, edit_between
from lecture.watch.modules import Sources
from lecture.watch.trail import Trail

FILM = '''"""A module."""

from dataclasses import dataclass

SIZE = 3


@dataclass
class Mark:
    """A mark."""

    width: int = 2


class Base:
    def name(self):
        return "base"


class Film(Base):
    """A film."""

    speed = 1

    def first(self):
        """First

        Its caption.
        """
        return SIZE

    def second(self, of=1):
        return [self.speed, of, *(number + SIZE for number in (1, 2))]


def alone():
    return "alone"
'''

Edited = Callable[[str, str], ModuleType]


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[ModuleType]:
    file = tmp_path / "watched_film.py"
    file.write_text(FILM)
    spec = importlib.util.spec_from_file_location("watched_film", file)
    module = sys.modules["watched_film"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules["watched_film"]


@pytest.fixture
def edited(loaded: ModuleType) -> Edited:
    """The loaded module after its file was edited and the edit was taken over."""
    file = Path(loaded.__file__)
    sources = Sources([file.parent])
    sources.read()

    def edit(before: str, after: str) -> ModuleType:
        text = file.read_text()
        assert text.count(before) == 1
        file.write_text(text.replace(before, after))
        sources.take(sources.changes())
        return loaded

    return edit


def test_who_has_a_function_runs_its_new_code(loaded: ModuleType, edited: Edited) -> None:
    film, kept = loaded.Film(), loaded.alone
    method = film.second
    edited("return [self.speed", 'return ["new", self.speed')
    edited('return "alone"', 'return "together"')
    assert method() == ["new", 1, 1, 4, 5]
    assert kept() == "together"


def test_titles_and_captions_are_new_too(edited: Edited) -> None:
    assert edited("Its caption.", "Another caption.").Film.first.__doc__.split("\n")[2].strip() == (
        "Another caption."
    )


def test_a_constant_an_attribute_and_an_import_are_bound_anew(edited: Edited) -> None:
    edited("from dataclasses import dataclass", "import math\nfrom dataclasses import dataclass")
    module = edited("SIZE = 3", "SIZE = math.floor(7.5)")
    assert module.Film().first() == 7
    assert edited("speed = 1", "speed = 9").Film().second()[0] == 9


def test_a_new_method_may_call_the_class_above(edited: Edited) -> None:
    module = edited(
        "    def second",
        '    def name(self):\n        return super().name() + "!"\n\n    def second',
    )
    assert module.Film().name() == "base!"
    assert edited('"!"', '"?"').Film().name() == "base?"


def test_errors_name_the_lines_that_the_file_has(loaded: ModuleType, edited: Edited) -> None:
    """Of functions that are the same, too: those above may have become longer."""
    edited("SIZE = 3\n", "SIZE = 3\n\n\n\n")
    line = Path(loaded.__file__).read_text().split("def alone")[0].count("\n") + 1
    assert loaded.alone.__code__.co_firstlineno == line


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("width: int = 2", "width: int = 2\n    height: int = 1"),  # a dataclass has made its own
        ("class Film(Base)", "class Film"),
        ('def alone():\n    return "alone"\n', ""),  # it may uncover another one
        ('"""A module."""\n', '"""A module."""\nprint()\n'),
    ],
)
def test_what_only_a_new_start_takes_over(before: str, after: str) -> None:
    with pytest.raises(TooMuch):
        edit_between(ast.parse(FILM), ast.parse(FILM.replace(before, after)))


def test_what_others_read_when_they_were_imported_is_not_bound_anew(edited: Edited) -> None:
    edited("    speed = 1", "    speed = 1\n    size = SIZE")
    with pytest.raises(TooMuch, match="SIZE"):
        edited("SIZE = 3", "SIZE = 4")


def test_lines_alone_are_no_change() -> None:
    edit = edit_between(ast.parse(FILM), ast.parse(FILM.replace("SIZE = 3", "# why\nSIZE = 3")))
    assert (edit.functions, edit.names, edit.statements) == (set(), set(), [])


def test_a_trail_knows_what_ran_and_which_names_it_read(loaded: ModuleType) -> None:
    trail, before = Trail(), sys.gettrace()
    trail.follow()
    loaded.Film().first()
    trail.leave()
    sys.settrace(before)

    def has_used(old: str, new: str) -> bool:
        edit = edit_between(ast.parse(FILM), ast.parse(FILM.replace(old, new)))
        return trail.has_used(loaded.__file__, edit)

    assert has_used("return SIZE", "return -SIZE")
    assert has_used("SIZE = 3", "SIZE = 4")
    assert not has_used("number + SIZE", "number - SIZE")
    assert not has_used("speed = 1", "speed = 2")
