"""The moving camera of the films: what leaves no mark on the frame costs nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Self

import cairo
import numpy as np
from manim import Mobject, MovingCamera, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP

from .damage import NOWHERE, Box, Drawn
from .families import drawn_of
from .tracing import trace

HOME_WIDTH = 14.222222222222221
LINE_THINNING = 0.7  # 0: lines grow with the zoom; 1: they keep their width on the screen
_REACH = 0.1  # of the view's width: more than half of any stroke
_MITER = 10  # Cairo's limit: how many half widths a line's corner may stick out
_CAP = 1.5  # half widths that anything else of a line may, a square end among it
# Cairo keeps paths in 1/256 of its unit: 2048 units for one of the scene's lose nothing.
_GRID = cairo.Matrix(xx=2048, yy=2048)
_PAPER = cairo.ImageSurface(cairo.FORMAT_A8, 1, 1)  # of paths that are measured, not drawn
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
        "_pixels",
        "_view",
        "cairo_line_width_multiple",
        "display_funcs",
    )

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        self.look()
        super().capture_mobjects(mobjects, **kwargs)

    def look(self) -> Edges:
        """Take the frame's place for the view of what is drawn next, and return it."""
        width, height = self.frame_width, self.frame_height
        # Lines grow less than the picture does: a close-up shows more, not fatter.
        self.cairo_line_width_multiple = 0.01 * (width / HOME_WIDTH) ** LINE_THINNING
        x, y, _ = map(float, self.frame.get_center())
        right, up = (0.5 + _REACH) * width, 0.5 * height + _REACH * width
        self._view: Edges = (x - right, y - up, x + right, y + up)
        across, along = self.pixel_height / height, self.pixel_width / width
        row, column = self.pixel_height / 2 + y * across, self.pixel_width / 2 - x * along
        self._pixels: tuple[float, ...] = (row, column, across, along)
        return self._view

    def get_mobjects_to_display(
        self,
        mobjects: Iterable[Mobject],
        include_submobjects: bool = True,
        excluded_mobjects: list[Mobject] | None = None,
    ) -> list[Mobject]:
        """Manim's list of what is drawn, in its order, gathered in one go."""
        if self.use_z_index and include_submobjects and not excluded_mobjects:
            return drawn_of(mobjects)
        return super().get_mobjects_to_display(mobjects, include_submobjects, excluded_mobjects)

    def pieces_of(
        self, mobjects: Iterable[Mobject], before: Sequence[Drawn] = ()
    ) -> list[Drawn] | None:
        """What can be seen of `mobjects` in the view, in the order of drawing.

        `before` are the pieces of the frame before, if it had this view: one that looks as
        then at its place is taken from there. None where something has no outline.
        """
        shown = self.get_mobjects_to_display(mobjects)
        outlined = [mobject for mobject in shown if isinstance(mobject, VMobject)]
        others = (mobject for mobject in shown if not isinstance(mobject, VMobject))
        # Of the others, Manim draws all but plain ones, such as a number that is followed.
        if any(self.type_or_raise(mobject) is not Mobject for mobject in others):
            return None
        if any(mobject.get_background_image() for mobject in outlined):
            return None
        found: list[Drawn] = []
        for mobject in outlined:
            last = before[len(found)] if len(found) < len(before) else None
            if piece := self._piece_of(mobject, last):
                found.append(piece)
        return found

    def _piece_of(self, vmobject: VMobject, last: Drawn | None) -> Drawn | None:
        """What can be seen of `vmobject`; as `last` if it looks so."""
        look = _look_of(vmobject)
        if look is None:
            return None
        if last and last.look == look:
            same = last.mobject is vmobject
            return last if same else Drawn(vmobject, last.outline, look, last.box)
        outline, edges = self._outline_of(vmobject)
        box = self._box_of(vmobject, edges)
        return None if box == NOWHERE else Drawn(vmobject, outline, look, box)

    def draw(self, pieces: Iterable[Drawn]) -> None:
        """Draw `pieces` over what is there, in the view."""
        ctx = self.get_cairo_context(self.pixel_array)
        for piece in pieces:
            self._paint(piece.mobject, piece.outline, ctx)

    def display_vectorized(self, vmobject: VMobject, ctx: cairo.Context[Any]) -> Self:
        if len(vmobject.points):
            outline, edges = self._outline_of(vmobject)
            if not self._is_outside(edges):
                self._paint(vmobject, outline, ctx)
        return self

    def _paint(self, vmobject: VMobject, outline: cairo.Path, ctx: cairo.Context[Any]) -> None:
        ctx.new_path()
        ctx.append_path(outline)
        if vmobject.background_stroke_width:
            self.apply_stroke(ctx, vmobject, background=True)
        self.apply_fill(ctx, vmobject)
        self.apply_stroke(ctx, vmobject)

    def _outline_of(self, vmobject: VMobject) -> tuple[cairo.Path, Edges]:
        key = vmobject.points.tobytes()
        if key not in _outlines:
            if len(_outlines) >= _MOST_PATHS:
                _outlines.clear()
            _outlines[key] = self._measure(vmobject)
        return _outlines[key]

    def _measure(self, vmobject: VMobject) -> tuple[cairo.Path, Edges]:
        """The outline of `vmobject` in scene units, and its bounding box."""
        ctx = cairo.Context(_PAPER)
        ctx.set_matrix(_GRID)
        if not trace(vmobject, ctx):
            super().set_cairo_context_path(ctx, vmobject)
        outline = ctx.copy_path()
        left, low, _ = np.minimum.reduce(vmobject.points).tolist()
        right, high, _ = np.maximum.reduce(vmobject.points).tolist()
        return outline, (left, low, right, high)

    def _is_outside(self, box: Edges) -> bool:
        left, low, right, high = self._view
        return box[0] > right or box[1] > high or box[2] < left or box[3] < low

    def _box_of(self, vmobject: VMobject, edges: Edges) -> Box:
        """The pixels that `vmobject`, with an outline within `edges`, may paint."""
        if not math.isfinite(sum(edges)) or self._is_outside(edges):
            return NOWHERE
        row, column, across, along = self._pixels
        widest = max(vmobject.stroke_width, vmobject.background_stroke_width)
        join = LINE_JOIN_MAP[vmobject.joint_type]
        corner = _MITER if join == cairo.LineJoin.MITER else _CAP
        # One pixel more, for edges that are smoothed.
        reach = widest * self.cairo_line_width_multiple * max(across, along) / 2 * corner + 1
        left, low, right, high = edges
        top = max(math.floor(row - high * across - reach), 0)
        bottom = min(math.ceil(row - low * across + reach), self.pixel_height)
        first = max(math.floor(column + left * along - reach), 0)
        last = min(math.ceil(column + right * along + reach), self.pixel_width)
        return (top, bottom, first, last) if top < bottom and first < last else NOWHERE

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


def _look_of(vmobject: VMobject) -> tuple[object, ...] | None:
    """What decides its pixels in a given view; None if it cannot be seen.

    A gradient runs between two ends that depend on more: it looks like nothing before it.
    """
    looks: list[object] = [vmobject.points.tobytes()]
    for width, rgbas in (
        (None, vmobject.fill_rgbas),
        (vmobject.stroke_width, vmobject.stroke_rgbas),
        (vmobject.background_stroke_width, vmobject.background_stroke_rgbas),
    ):
        if (width is None or width > 0) and not _is_clear(rgbas):
            is_plain = len(rgbas) == 1
            looks.append((width, rgbas.tobytes() if is_plain else object()))
        else:
            looks.append(None)
    if not any(looks[1:]):
        return None
    return (*looks, vmobject.joint_type, vmobject.cap_style)
