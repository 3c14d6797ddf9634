"""Manim's Cairo renderer, which draws nothing where animations are skipped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import CairoRenderer, Mobject, Scene


class StageRenderer(CairoRenderer):
    """Manim's renderer draws parts of an animation even where it skips it."""

    @property
    def is_drawing(self) -> bool:
        """Whether anything of the present play is drawn; of a still it is the last frame."""
        return not self.skip_animations or self.file_writer.output_spec.is_still

    @property
    def is_walking(self) -> bool:
        """Whether nothing of the whole film is drawn, as when it is audited."""
        return self._original_skipping_status and not self.is_drawing

    def update_frame(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        if self.is_drawing:
            super().update_frame(scene, *args, **kwargs)

    def render(
        self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None
    ) -> None:
        if not self.skip_animations:
            super().render(scene, time, moving_mobjects)
