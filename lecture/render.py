"""`make render` and `make draft`: a film with its chapters, captions and poster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from manim import config, tempconfig
from manim.scene.section import Section
from tqdm import tqdm

from scenes.stage.encoding import X264, frames_in
from scenes.stage.film import Beat, GrpoScene, Rest

from . import captions, movie
from .catalogue import checked_beat, poster_beat, scene_class
from .files import publish, remove_leftovers, workshop
from .options import Options, shown
from .walk import draw


@dataclass(frozen=True)
class Footage:
    """What a run of a scene left: Manim's film, the beats in it and their frames."""

    film: Path
    beats: list[tuple[Beat, int]]


def run(options: Options) -> int:
    """Make the film with all that belongs to it; print its path."""
    print(shown(render(options)))
    return 0


def run_draft(options: Options) -> int:
    """Make a quick film, of one beat if one is asked for; print its path."""
    print(shown(draft(options)))
    return 0


def render(options: Options) -> Path:
    """The finished film; beside it lie ``.vtt``, ``.srt`` and the poster ``.png``."""
    scene = scene_class(options.scene)
    folder = options.out / "renders" / options.variant
    with workshop(folder, options.scene) as work:
        poster = work / f"{options.scene}.png"
        footage = _shoot(scene, options, work, poster)
        made = [
            *_write_captions(footage, work / options.scene, options.frame_rate),
            poster,
            _finish(footage, work / f"{options.scene}.mp4", options),
        ]
        publish(made, folder)
    return folder / made[-1].name


def draft(options: Options) -> Path:
    """The draft film, without captions and poster."""
    scene = scene_class(options.scene)
    beat = checked_beat(scene, options.beat)
    folder = options.out / "renders" / f"draft-{options.look}"
    name = options.scene if beat is None else f"{options.scene}-beat{beat:02}"
    with workshop(folder, name) as work:
        film = _finish(_shoot(scene, options, work), work / f"{name}.mp4", options)
        publish([film], folder)
    return folder / film.name


def _finish(footage: Footage, target: Path, options: Options) -> Path:
    chapters = movie.chapters_of([(beat.title, frames) for beat, frames in footage.beats])
    fps = options.frame_rate
    movie.finish(footage.film, target, title=options.scene, chapters=chapters, fps=fps)
    return target


def _write_captions(footage: Footage, stem: Path, fps: int) -> list[Path]:
    cues = captions.cues_of([(beat.caption, frames) for beat, frames in footage.beats], fps)
    return captions.write(cues, stem)


def _shoot(
    scene: type[GrpoScene], options: Options, work: Path, poster: Path | None = None
) -> Footage:
    """Run the scene: its film goes to `work`, its segments to a cache for the next time."""
    segments = options.out / "media" / options.variant / "partial_movie_files" / options.scene
    segments.mkdir(parents=True, exist_ok=True)
    remove_leftovers(segments)
    raw = work / "manim"
    with options.settings.in_environment(), tempconfig(_configuration(options, raw, segments)):
        film = scene()
        if options.beat is not None:
            film.first_beat = film.last_beat = options.beat
        if poster:
            film.on_rest = _poster_drawn(poster, poster_beat(scene), options.size[0])
        with _progress(film):
            film.render()
    writer = film.renderer.file_writer
    beats = [
        (part, _frames_of(section))
        for part, section in zip(film.storyboard(), writer.sections, strict=False)
    ]
    return Footage(writer.movie_file_path, [(part, frames) for part, frames in beats if frames])


def _configuration(options: Options, raw: Path, segments: Path) -> dict:
    width, height = options.size
    # Manim takes braces in a path for placeholders, also in the name of a folder above.
    return {
        "pixel_width": width,
        "pixel_height": height,
        "frame_rate": options.frame_rate,
        "video_dir": os.path.relpath(raw),
        "images_dir": os.path.relpath(raw),
        "partial_movie_dir": os.path.relpath(segments),
        "format": "mp4",
        "progress_bar": "none",
        "verbosity": "CRITICAL",
        **_encoding(options.quality),
        "max_files_cached": -1,
        "background_color": config.background_color,  # a scene sets it; this brings it back
    }


def _encoding(quality: str) -> dict:
    """How segments are encoded, in less than 1 GB: a frame of 4K takes 33 MB, x264 holds many.

    Naming our x264 settings here, too, makes them part of a segment's key: segments of other
    settings cannot be joined into one film.
    """
    encoder = config.video_encoder_options | X264
    if quality == "k":
        return {
            "max_inflight_encoders": 1,
            "encoder_queue_size": 2,
            "video_encoder_options": encoder | {"rc-lookahead": "4"},
        }
    # The last segment is encoded while the next one is drawn.
    return {
        "max_inflight_encoders": 2,
        "encoder_queue_size": 4,
        "video_encoder_options": encoder,
    }


def _frames_of(section: Section) -> int:
    return sum(frames_in(Path(file)) for file in section.partial_movie_files if file)


def _poster_drawn(target: Path, beat: int, width: int) -> Callable[[GrpoScene, Rest], None]:
    """A hook that draws the last frame of `beat` to `target`."""

    def draw_poster(film: GrpoScene, rest: Rest) -> None:
        if rest.last and rest.beat == beat:
            draw(film, width).save(target, optimize=True)

    return draw_poster


@contextmanager
def _progress(film: GrpoScene) -> Iterator[None]:
    """A bar on stderr that counts beats and seconds of film."""
    beats = film.last_beat - film.first_beat + 1
    form = "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} beats [{elapsed}{postfix}]"
    with tqdm(total=beats, desc=type(film).__name__, bar_format=form) as bar:

        def reach(beats_done: int) -> None:
            bar.update(max(0, beats_done) - bar.n)

        film.on_beat = lambda _, number, beat: reach(number - film.first_beat)
        film.on_play = lambda _: bar.set_postfix_str(f"{film.time:.1f} s of film", refresh=False)
        yield
        reach(beats)
