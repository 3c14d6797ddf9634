"""The moving camera of the films: what leaves no mark on the frame costs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import cairo
import numpy as np
from manim import Mobject, MovingCamera, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP

HOME_WIDTH = 14.222222222222221
LINE_THINNING = 0.7  # 0: lines grow with the zoom; 1: they keep their width on the screen
_REACH = 0.1  # of the view's width: more than half of any stroke
# Cairo keeps paths in 1/256 of its unit: 2048 units for one of the scene's lose nothing.
_GRID = cairo.Matrix(xx=2048, yy=2048)
Edges = tuple[float, float, float, float]  # left, low, right, high; in scene units
_MOST_PATHS = 20_000  # kept at once; a film's glyphs are a tenth of that
_outlines: dict[bytes, tuple[cairo.Path, Edges]] = {}  # of all cameras: no frame matters to them


class StageCamera(MovingCamera):
    """Manim's moving camera with outlines kept from frame to frame, for all cameras alike.

    While the camera moves everything is redrawn, and most of that time goes into handing
    the same points to Cairo again. An outline is kept under its points, so that changed
    points are another outline, whoever changed them. Outlines are measured on a grid of
    their own, not on the frame's, so that a frame does not depend on what was drawn before.
    """

    # Manim puts the camera's __dict__ into the key of a cached segment. What depends on
    # whether and what was drawn last stays out of it: a film made from the cache draws nothing.
    __slots__ = (
        "_view",
        "cairo_line_width_multiple",
        "display_funcs",
    )

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        width, height = self.frame_width, self.frame_height
        # Lines grow less than the picture does: a close-up shows more, not fatter.
        self.cairo_line_width_multiple = 0.01 * (width / HOME_WIDTH) ** LINE_THINNING
        x, y, _ = self.frame.get_center()
        right, up = (0.5 + _REACH) * width, 0.5 * height + _REACH * width
        self._view: Edges = (x - right, y - up, x + right, y + up)
        super().capture_mobjects(mobjects, **kwargs)

    def display_vectorized(self, vmobject: VMobject, ctx: cairo.Context[Any]) -> Self:
        if not len(vmobject.points):
            return self
        key = vmobject.points.tobytes()
        if key not in _outlines:
            if len(_outlines) >= _MOST_PATHS:
                _outlines.clear()
            _outlines[key] = self._measure(vmobject, ctx)
        outline, box = _outlines[key]
        if self._is_outside(box):
            return self
        ctx.new_path()
        ctx.append_path(outline)
        if vmobject.background_stroke_width:
            self.apply_stroke(ctx, vmobject, background=True)
        self.apply_fill(ctx, vmobject)
        return self.apply_stroke(ctx, vmobject)

    def _measure(self, vmobject: VMobject, ctx: cairo.Context[Any]) -> tuple[cairo.Path, Edges]:
        """The outline of `vmobject` in scene units, and its bounding box."""
        ctx.save()
        ctx.set_matrix(_GRID)
        super().set_cairo_context_path(ctx, vmobject)
        outline = ctx.copy_path()
        ctx.restore()
        x, y = vmobject.points[:, 0], vmobject.points[:, 1]
        return outline, (float(x.min()), float(y.min()), float(x.max()), float(y.max()))

    def _is_outside(self, box: Edges) -> bool:
        left, low, right, high = self._view
        return box[0] > right or box[1] > high or box[2] < left or box[3] < low

    def apply_fill(self, ctx: cairo.Context[Any], vmobject: VMobject) -> Self:
        if not _is_clear(vmobject.fill_rgbas):
            self.set_cairo_context_color(ctx, vmobject.fill_rgbas, vmobject)
            ctx.fill_preserve()
        return self

    def apply_stroke(
        self, ctx: cairo.Context[Any], vmobject: VMobject, background: bool = False
    ) -> Self:
        width = vmobject.background_stroke_width if background else vmobject.stroke_width
        rgbas = vmobject.background_stroke_rgbas if background else vmobject.stroke_rgbas
        if width <= 0 or _is_clear(rgbas):
            return self
        self.set_cairo_context_color(ctx, rgbas, vmobject)
        # Manim measures the frame twice for each line, to multiply by 1.
        ctx.set_line_width(width * self.cairo_line_width_multiple)
        ctx.set_line_join(LINE_JOIN_MAP[vmobject.joint_type])
        ctx.set_line_cap(CAP_STYLE_MAP[vmobject.cap_style])
        ctx.stroke_preserve()
        return self

    def set_cairo_context_color(
        self, ctx: cairo.Context[Any], rgbas: Any, vmobject: VMobject
    ) -> Self:
        if len(rgbas) > 1:
            return super().set_cairo_context_color(ctx, rgbas, vmobject)
        red, green, blue, opacity = rgbas[0].tolist()
        ctx.set_source_rgba(blue, green, red, opacity)  # the order that Manim's frames have
        return self


def _is_clear(rgbas: np.ndarray) -> bool:
    """Whether what is painted so cannot be seen."""
    return not (rgbas.item(3) if len(rgbas) == 1 else rgbas[:, 3].any())
