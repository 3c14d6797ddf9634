"""What all scenes share: theme, type, camera, beats and the mobjects of GRPO."""

from .manim_config import shield

shield()
