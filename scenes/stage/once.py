"""What stands as it was last set is not set again.

A setter of many parts is called at each frame, and of most parts it says what it said before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from weakref import WeakKeyDictionary

from manim import VMobject

_arrays = attrgetter("points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
_widths = attrgetter("stroke_width", "background_stroke_width")


class _Memory:
    """How mobjects were left: what they were asked for, and how they looked then.

    It is beside them and not in them: a copy is laid out by itself. Manim puts all that a
    setter reaches into the key of a segment; of what has no `__dict__` the type alone.
    """

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left: WeakKeyDictionary[VMobject, tuple[object, object]] = WeakKeyDictionary()


_memory = _Memory()


def lay_once(parts: Sequence[VMobject], asked: object, lay: Callable[[], object]) -> None:
    """Call `lay`, which sets `parts` and nothing else, unless that would change nothing.

    That is so where they were last set to what is `asked` now, and still look as they were
    left: whoever has moved, scaled, faded or coloured one of them since then is found out.
    `asked` is compared by value, and holds all that `lay` depends on besides `parts`. The
    first of `parts` is the first of no other sequence.
    """
    left, first = _memory.left, parts[0]
    if left.get(first) != (asked, _look(parts)):
        lay()
        left[first] = asked, _look(parts)


def _look(parts: Sequence[VMobject]) -> tuple[list[bytes], list[tuple[float, float]]]:
    """All points and colours of `parts` and of what belongs to them, and all widths of lines."""
    family = [part for whole in parts for part in whole.get_family()]
    arrays = [array.tobytes() for part in family for array in _arrays(part)]
    return arrays, [_widths(part) for part in family]
