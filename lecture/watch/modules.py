"""Edits of loaded modules: found by their sources, and taken over by what is loaded.

A function keeps its identity and gets another code, so that everybody who has it runs the
new one.
"""

from __future__ import annotations

import ast
import gc
import linecache
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CellType, CodeType, FunctionType, ModuleType
from typing import NamedTuple

from .edits import Edit, TooMuch, edit_between, names_at_import


class SourceChange(NamedTuple):
    """A module with another source than the one that is loaded."""

    module: ModuleType
    old: str
    new: str
    edit: Edit

    @property
    def file(self) -> str:
        """Its path, as the codes of its functions have it."""
        return str(self.module.__file__)


class Sources:
    """The texts of all loaded modules in some folders, as they were when they were loaded."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._texts: dict[str, str] = {}

    def read(self) -> None:
        """Keep the texts of modules that have come since."""
        for name, file in self._files():
            self._texts.setdefault(name, file.read_text(encoding="utf-8"))

    def changes(self) -> list[SourceChange]:
        """What is not as it was loaded; raises `TooMuch` or `SyntaxError`."""
        found = []
        for name, file in self._files():
            now, was = file.read_text(encoding="utf-8"), self._texts[name]
            if now != was:
                edit = edit_between(ast.parse(was), ast.parse(now, str(file)))
                found.append(SourceChange(sys.modules[name], was, now, edit))
        self._refuse_what_others_have(found)
        return found

    def take(self, changes: Sequence[SourceChange]) -> None:
        """Make the loaded modules what their files are; raises `TooMuch`."""
        for change in changes:
            whole = compile(change.new, change.file, "exec")
            _exchange_codes(change, whole)
            _run_statements(change, whole)
            self._texts[change.module.__name__] = change.new
        linecache.checkcache()

    def _files(self) -> Iterator[tuple[str, Path]]:
        for name, module in list(sys.modules.items()):
            file = Path(getattr(module, "__file__", None) or "")
            if file.suffix == ".py" and any(map(file.is_relative_to, self._folders)):
                yield name, file

    def _refuse_what_others_have(self, changes: Sequence[SourceChange]) -> None:
        """What is read while modules are imported has left its value elsewhere."""
        again = {name for change in changes for name in change.edit.names - change.edit.added}
        for name in self._texts if again else ():
            if found := again & names_at_import(ast.parse(self._texts[name])):
                raise TooMuch(f"{name} has read {min(found)} when it was imported")


def _exchange_codes(change: SourceChange, whole: CodeType) -> None:
    """Give each function of the module its new code; one that is the same has other lines.

    `whole` is the module's own new code.
    """
    old = compile(change.old, change.file, "exec")
    newer = {_mark(was): now for was, now in _pairs(old, whole, change.edit.functions)}
    for known in gc.get_objects():
        if isinstance(known, FunctionType) and known.__code__.co_filename == change.file:
            now = newer.get(_mark(known.__code__))
            if now:
                _exchange(known, now, change.edit)


def _exchange(function: FunctionType, code: CodeType, edit: Edit) -> None:
    if code.co_freevars != function.__code__.co_freevars:
        raise TooMuch(f"{code.co_qualname} takes {code.co_freevars} from around it")
    function.__code__ = code
    if code.co_qualname in edit.functions:
        said = code.co_consts[0] if code.co_consts else None
        function.__doc__ = said if isinstance(said, str) else None


def _mark(code: CodeType) -> tuple[str, int, bytes]:
    return code.co_qualname, code.co_firstlineno, code.co_code


def _pairs(old: CodeType, new: CodeType, changed: set[str]) -> Iterator[tuple[CodeType, CodeType]]:
    """The codes of both versions that belong together, with those inside them.

    What is inside a changed function comes with it.
    """
    waiting = list(_inside(new))
    for was in _inside(old):
        now = next((code for code in waiting if code.co_qualname == was.co_qualname), None)
        if now:
            waiting.remove(now)
            yield was, now
            if was.co_qualname not in changed:
                yield from _pairs(was, now, changed)


def _inside(code: CodeType) -> Iterator[CodeType]:
    return (constant for constant in code.co_consts if isinstance(constant, CodeType))


def _run_statements(change: SourceChange, whole: CodeType) -> None:
    """Bind what is new in the module, or in a class of it; `whole` is the module's new code."""
    space = vars(change.module)
    for owner, statement in change.edit.statements:
        code = compile(ast.Module([statement], []), change.file, "exec")
        made: dict[str, object] = {}
        try:
            exec(code, space, made if owner else space)
        except NameError as error:  # it needs what only the class's own body has
            raise TooMuch(str(error)) from None
        holder = _member(change.module, owner) if owner else change.module
        for function in _inside(code) if owner else ():
            _bring_home(function, _code_of(f"{owner}.{function.co_name}", whole), holder, made)
        for name, value in made.items():
            setattr(holder, name, value)


def _bring_home(code: CodeType, own: CodeType, holder: object, made: dict[str, object]) -> None:
    """Make a method that was made outside its class as if it had been made inside.

    Its `own` code has the class's name in it, and the class where it says ``super()``.
    """
    for method in gc.get_referrers(code):
        if not isinstance(method, FunctionType):
            continue
        if not own.co_freevars:
            method.__code__ = own
        elif own.co_freevars == ("__class__",) and made.get(own.co_name) is method:
            name, defaults, closure = own.co_name, method.__defaults__, (CellType(holder),)
            inside = FunctionType(own, method.__globals__, name, defaults, closure)
            inside.__kwdefaults__, inside.__doc__ = method.__kwdefaults__, method.__doc__
            made[name] = inside
        else:
            raise TooMuch(f"{own.co_qualname} takes {own.co_freevars} from around it")


def _code_of(name: str, within: CodeType) -> CodeType:
    for code in _inside(within):
        if code.co_qualname == name:
            return code
        if name.startswith(f"{code.co_qualname}."):
            return _code_of(name, code)
    raise TooMuch(f"{name} is not found")


def _member(module: ModuleType, path: str) -> type:
    found: object = module
    for name in path.split("."):
        found = getattr(found, name)
    return found  # type: ignore[return-value]
