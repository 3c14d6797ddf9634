"""The texts that stand on the stage of a film, each with its glyphs, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from manim import Mobject, VMobject

from scenes.stage.typeset import Readable

DIM = 0.355  # opacity up to which a thing is context; .35 with room for rounding
_MARKUP = re.compile(r"\{\{|: *\w+ *\}\}")  # the naming of parts in a formula


@dataclass(frozen=True)
class Box:
    """A rectangle in scene units."""

    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(cls, points: np.ndarray) -> Box:
        """The bounding box of `points`."""
        return cls(points[:, :2].min(axis=0), points[:, :2].max(axis=0))

    @property
    def size(self) -> np.ndarray:
        """Width and height."""
        return self.high - self.low

    def touches(self, other: Box) -> bool:
        """Whether the two share a point."""
        return bool((self.low < other.high).all() and (other.low < self.high).all())

    def holds(self, other: Box) -> bool:
        """Whether `other` lies inside."""
        return bool((self.low <= other.low).all() and (other.high <= self.high).all())

    def scaled(self, factor: float) -> Box:
        """The box about the same centre with both sides times `factor`."""
        center, half = (self.low + self.high) / 2, self.size / 2
        return Box(center - factor * half, center + factor * half)


def without_names(plain: str) -> str:
    """What a formula or prose says, in one line, without the naming of its parts."""
    return " ".join(_MARKUP.sub("", plain).split())


def by_text(glyphs: Iterable[VMobject], family: Iterable[Mobject]) -> list[list[VMobject]]:
    """`glyphs` by the text among `family` that they belong to.

    The loose pieces of a dissolved formula count as one text.
    """
    texts = (member for member in family if isinstance(member, Readable))
    owners = {id(glyph): text for text in texts for glyph in text.get_family()}
    found: dict[object, list[VMobject]] = {}
    for part in glyphs:
        owner = owners.get(id(part))
        found.setdefault(part.plain_of if owner is None else id(owner), []).append(part)
    return list(found.values())
