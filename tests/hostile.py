"""A home whose `manim.cfg` would change every film, and what else may be set there."""

from __future__ import annotations

from pathlib import Path

# Each key alone changes a film, sends it elsewhere or ends in a traceback.
HOSTILE = """[CLI]
frame_width = 8
frame_height = 3
frame_rate = 7
pixel_width = 100
pixel_height = 400
from_animation_number = 2
upto_animation_number = 3
renderer = opengl
background_color = #FF0000
background_opacity = 0
dry_run = True
plugins = no_such_plugin
save_sections = True
format = gif
seed = 7
disable_caching = True
enable_wireframe = True
zero_pad = 9
max_files_cached = 1
log_to_file = True
log_dir = /nowhere
tex_dir = /nowhere
text_dir = /nowhere
video_dir = /nowhere
images_dir = /nowhere
partial_movie_dir = /nowhere
[video_encoder]
codec = mpeg4
pixel_format = yuv444p
[video_encoder.options]
crf = 51
"""
# What stands here cannot be read at all.
BROKEN = "not a section\n[CLI]\nframe_width = wide\n"


def home(folder: Path, settings: str) -> str:
    """A home in `folder` whose settings of Manim are `settings`."""
    file = folder / ".config" / "manim" / "manim.cfg"
    file.parent.mkdir(parents=True)
    file.write_text(settings, encoding="utf-8")
    return str(folder)
