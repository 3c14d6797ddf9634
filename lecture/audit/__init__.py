"""`make audit`: measures the rests of a film against the bars of the visual language.

The bars that a machine can measure are 1 to 6, 8 to 10, 12 and 13. Nothing is encoded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from scenes.script.settings import Settings
from scenes.stage.film import Beat, GrpoScene, Rest

from ..catalogue import running_order
from ..options import Options
from ..walk import walk
from . import captions, colour, text
from .camera import CameraWatch
from .captions import CaptionTrack
from .faults import Fault, Finding, Place
from .reading import Reader
from .state import State
from .timing import Clock

__all__ = ["Fault", "audit", "run"]

MEASURES: tuple[Callable[[State], Iterator[Finding]], ...] = (
    text.reading_size,
    text.smallest_glyph,
    text.inside_frame,
    text.overlap,
    text.crossed_by_line,
    captions.free_zone,
    colour.text_contrast,
    colour.shape_contrast,
    colour.palette,
)


def run(options: Options) -> int:
    """Print the faults of a scene; the exit code is 1 if there are any."""
    lengths = options.scene in running_order()
    faults = audit(options.scene, options.settings, lengths=lengths, purpose="audit")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def audit(
    scene: str | type[GrpoScene], settings: Settings, *, lengths: bool = True, purpose: str = ""
) -> list[Fault]:
    """The faults of a film (a name of the catalogue or a class), in the order of its beats.

    With `lengths` it and its beats must be as long as those of the course; a scene of one's
    own may be as short as it likes. `purpose` is as in `walk`.
    """
    name = scene if isinstance(scene, str) else scene.__name__
    found: list[tuple[Finding, Place | None]] = []
    clock, zoomed = Clock(lengths), text.ZoomedGlyphs()
    reader, track, camera = Reader(), CaptionTrack(), CameraWatch()
    counts: Counter[int] = Counter()

    def measure(film: GrpoScene, rest: Rest) -> None:
        counts[rest.beat] += 1
        place = Place(rest.beat, rest.title, counts[rest.beat])
        state = State(film)
        zoomed.see(state, place)
        clock.on_rest(rest)
        reader.on_rest(place)
        found.extend((finding, place) for finding in _merged(state))

    def begin(film: GrpoScene, number: int, beat: Beat) -> None:
        clock.on_beat(film, number, beat)
        track.on_beat(film, number, beat)

    def follow(film: GrpoScene) -> None:
        for watcher in (clock, reader, track, camera):
            watcher.on_play(film)

    hooks = {"on_rest": measure, "on_beat": begin, "on_play": follow}
    walk(scene, settings, purpose=purpose, **hooks)
    for watcher in (zoomed, clock, reader, track, camera):
        found += watcher.findings()
    found.sort(key=lambda pair: pair[1].beat if pair[1] else 0)
    return [Fault(name, finding, place) for finding, place in found]


def _merged(state: State) -> Iterator[Finding]:
    """What a rest breaks; what is true of many alike things is said once."""
    counts = Counter(finding for check in MEASURES for finding in check(state))
    for finding, count in counts.items():
        yield finding if count == 1 else replace(finding, message=f"{count} x {finding.message}")
