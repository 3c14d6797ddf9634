"""What an edit has changed in a Python file, as far as it can be taken over by what runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest


class TooMuch(Exception):
    """An edit that only a new start takes over: it says which."""


@dataclass
class Edit:
    """The difference of two versions of a module.

    `functions` are those that are there in both, by their qualified names, and do something
    else now. `names` are what is bound anew; the `statements` that do it stand beside the
    qualified name of the class that they are in, "" for the module.
    """

    functions: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)  # of `names`, what was not there before
    statements: list[tuple[str, ast.stmt]] = field(default_factory=list)


def edit_between(old: ast.Module, new: ast.Module) -> Edit:
    """What leads from one version to the other; raises `TooMuch`."""
    edit = Edit()
    _compare(old.body, new.body, "", edit)
    return edit


def names_at_import(tree: ast.Module) -> set[str]:
    """All names that a module reads while it is imported, not in what its functions do."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += [*getattr(node, "decorator_list", ()), node.args]
            continue
        if isinstance(node, ast.ImportFrom):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        waiting += ast.iter_child_nodes(node)
    return found


def _compare(old: Sequence[ast.stmt], new: Sequence[ast.stmt], owner: str, edit: Edit) -> None:
    before, after = _by_key(old), _by_key(new)
    for key in {**before, **after}:
        for was, now in zip_longest(before.get(key, []), after.get(key, [])):
            if was is None:
                _add(now, owner, edit)
            elif now is None:
                _leave_out(was)
            elif ast.dump(was) != ast.dump(now):
                _change(was, now, owner, edit)


def _by_key(body: Sequence[ast.stmt]) -> dict[str, list[ast.stmt]]:
    found: dict[str, list[ast.stmt]] = {}
    for statement in body:
        if not _is_docstring(statement):
            found.setdefault(_key(statement), []).append(statement)
    return found


def _key(statement: ast.stmt) -> str:
    match statement:
        case ast.FunctionDef() | ast.ClassDef():
            return statement.name
        case ast.Assign() | ast.AnnAssign():
            return "=".join(_bound(statement))
    return ast.unparse(statement)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds."""
    match statement:
        case ast.FunctionDef() | ast.ClassDef():
            yield statement.name
        case ast.Import() | ast.ImportFrom():
            yield from (name.asname or name.name.partition(".")[0] for name in statement.names)
        case ast.Assign():
            yield from map(ast.unparse, statement.targets)
        case ast.AnnAssign():
            yield ast.unparse(statement.target)


def _add(statement: ast.stmt, owner: str, edit: Edit) -> None:
    names = set(_bound(statement))
    if not names:
        raise TooMuch(_said(statement))
    edit.names |= names
    edit.added |= names
    edit.statements.append((owner, statement))


def _leave_out(statement: ast.stmt) -> None:
    """What is not imported any more does no harm; all else may uncover something."""
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        raise TooMuch(_said(statement))


def _change(was: ast.stmt, now: ast.stmt, owner: str, edit: Edit) -> None:
    match was, now:
        case ast.FunctionDef(), ast.FunctionDef() if _outside(was) == _outside(now):
            edit.functions.add(f"{owner}.{now.name}".lstrip("."))
        case ast.ClassDef(), ast.ClassDef() if _outside(was) == _outside(now):
            _compare_classes(was, now, owner, edit)
        case (ast.FunctionDef(), ast.FunctionDef()) | (ast.Assign(), ast.Assign()):
            edit.names.update(_bound(now))
            edit.statements.append((owner, now))
        case _:
            raise TooMuch(_said(now))


def _compare_classes(was: ast.ClassDef, now: ast.ClassDef, owner: str, edit: Edit) -> None:
    inside = Edit()
    _compare(was.body, now.body, f"{owner}.{now.name}".lstrip("."), inside)
    if inside.statements and now.decorator_list:  # a dataclass makes something of its fields
        raise TooMuch(_said(now))
    edit.functions |= inside.functions
    edit.names |= inside.names
    edit.added |= inside.added
    edit.statements += inside.statements


def _outside(statement: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """What of a definition is evaluated where it stands: decorators, defaults, bases."""
    if isinstance(statement, ast.ClassDef):
        parts: list[ast.AST] = [*statement.bases, *statement.keywords]
    else:
        defaults = statement.args.kw_defaults
        parts = [*statement.args.defaults, *(default for default in defaults if default)]
    return [ast.dump(part) for part in (*statement.decorator_list, *parts)]


def _said(statement: ast.stmt) -> str:
    return f"line {statement.lineno}: {ast.unparse(statement).splitlines()[0]}"
