"""What is seen of a marker: whether it has the hatch of what is clipped."""

from __future__ import annotations

from manim import VMobject

from scenes.stage.hatch import Hatch


def is_hatched(marker: VMobject) -> bool:
    """Whether stripes lie on `marker` that a viewer sees in front of its fill."""
    stripes = [part for part in marker.submobjects if isinstance(part, Hatch) and len(part.points)]
    inside = all(
        part.width <= marker.width and part.get_fill_color() != marker.get_fill_color()
        for part in stripes
    )
    in_front = all(part.z_index >= marker.z_index for part in stripes)
    return bool(stripes) and inside and in_front
