"""Manim's Cairo renderer, which draws nothing where animations are skipped or nothing moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from manim import CairoRenderer, Mobject, Scene

from .camera import Edges, StageCamera
from .damage import Damage, Drawn, Patches, changed, part_of

_WHOLE = 0.85  # the share of the picture from which on it is as quick to draw all of it


class StageRenderer(CairoRenderer):
    """Manim's renderer draws parts of an animation even where it skips it, and all of them anew.

    Of an animation the first frame is drawn and sent to the encoder as a whole, each other
    one where it differs from the one before: what has changed, and all that lies under and
    over it. Such a piece is always drawn as a whole, so that every pixel is as Manim has it.
    """

    camera: StageCamera

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shown: tuple[Edges, Sequence[Drawn]] | None = None  # of the frame before, if known

    @property
    def is_drawing(self) -> bool:
        """Whether anything of the present play is drawn; of a still it is the last frame."""
        return not self.skip_animations or self.file_writer.output_spec.is_still

    @property
    def is_walking(self) -> bool:
        """Whether nothing of the whole film is drawn, as when it is audited."""
        return self._original_skipping_status and not self.is_drawing

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Manim's, after which it is as late as the play says, drawn or not.

        Manim counts the frames of what it draws, which may be one too many, and the duration
        of what it skips: holds, which end when so much time has gone, would be longer in one
        film than in the other.
        """
        start = self.time
        self._shown = None  # each play is encoded by itself, from a whole frame on
        super().play(scene, *args, **kwargs)
        self.time = start + scene.duration

    def update_frame(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        if self.is_drawing:
            super().update_frame(scene, *args, **kwargs)

    def freeze_current_frame(self, duration: float) -> None:
        """Manim's, which may leave out a frame of 8.2 s as its quotient is a hair too small."""
        self.add_frame(self.get_frame(), num_frames=round(duration * self.camera.frame_rate))

    def render(
        self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None
    ) -> None:
        if self.skip_animations:
            return
        if not moving_mobjects or not self.file_writer.output_spec.is_video:
            super().render(scene, time, moving_mobjects)
            return
        before, view = self._shown, self.camera.look()
        last = before[1] if before and before[0] == view else None
        pieces = self.camera.pieces_of(moving_mobjects, last or ())
        if pieces is None or last is None:
            super().render(scene, time, moving_mobjects)
        else:
            self.add_frame(self._redrawn(last, pieces))
        self._shown = (view, pieces) if pieces is not None else None

    def _redrawn(self, last: Sequence[Drawn], pieces: Sequence[Drawn]) -> Any:
        """The frame of `pieces` after that of `last`, as Manim's file writer gets it."""
        camera = self.camera
        damage = Damage(changed(last, pieces), (camera.pixel_height, camera.pixel_width))
        boxes = list(damage.boxes())
        if not boxes:
            return Patches([])
        ground: Any = camera.background if self.static_image is None else self.static_image
        if damage.share > _WHOLE:
            np.copyto(camera.pixel_array, ground)
            camera.draw(pieces)
            return self.get_frame()
        for box in boxes:  # around them is whatever was left by frames before; nobody sees it
            part_of(camera.pixel_array, box)[:] = part_of(ground, box)
        camera.draw(piece for piece in pieces if damage.touches(piece.box))
        return Patches([(box, part_of(camera.pixel_array, box).copy()) for box in boxes])
