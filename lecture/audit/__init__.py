"""`make audit`: measures the rests of a film against the bars of the visual language.

The bars that a machine can measure are 1 to 6, 8 to 10, 12, 13 and 16. Nothing is encoded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from scenes.script.settings import Settings
from scenes.stage.film import Beat, GrpoScene, Rest

from ..catalogue import film_class, running_order
from ..options import Options
from ..picture import Picture
from ..walk import walk
from . import captions, colour, last_frame, text
from .camera import CameraWatch
from .captions import CaptionTrack
from .faults import Fault, Finding, Place
from .plays import Play
from .reading import Reader
from .state import State
from .timing import Clock

__all__ = ["Audit", "Fault", "audit", "run"]

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
# Of the last frame of a beat with a script.
LAST_FRAME: tuple[Callable[[State], Iterator[Finding]], ...] = (
    last_frame.undimmed,
    last_frame.whole,
    last_frame.hero,
)


def run(options: Options) -> int:
    """Print the faults of a scene; the exit code is 1 if there are any."""
    lengths = options.scene in running_order(options.scenes)
    faults = audit(film_class(options), options.settings, lengths=lengths, purpose="audit")
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
    audited = Audit(scene if isinstance(scene, str) else scene.__name__, lengths=lengths)
    hooks = {"on_rest": audited.on_rest, "on_beat": audited.on_beat, "on_play": audited.on_play}
    walk(scene, settings, purpose=purpose, **hooks)
    return audited.faults()


class Audit:
    """Measures a film by the hooks of `walk`, which others may use as well; as in `audit`."""

    def __init__(self, name: str, *, lengths: bool = True) -> None:
        self._name = name
        self._found: list[tuple[Finding, Place | None]] = []
        self._clock, self._zoomed = Clock(lengths), text.ZoomedGlyphs()
        self._reader, self._track, self._camera = Reader(), CaptionTrack(), CameraWatch()
        self._rests: Counter[int] = Counter()

    def on_rest(self, film: GrpoScene, rest: Rest) -> None:
        """The film holds still."""
        self._rests[rest.beat] += 1
        place = Place(rest.beat, rest.title, self._rests[rest.beat])
        state = State(Picture(film))
        self._zoomed.see(state, place)
        self._clock.on_rest(rest)
        self._reader.on_rest(place)
        is_held = rest.last and film.current is not None and film.current[1].script
        measures = [*MEASURES, *LAST_FRAME] if is_held else MEASURES
        self._found.extend((finding, place) for finding in _merged(state, measures))

    def on_beat(self, film: GrpoScene, number: int, beat: Beat) -> None:
        """A beat begins."""
        for watcher in (self._clock, self._track):
            watcher.on_beat(film, number, beat)

    def on_play(self, film: GrpoScene) -> None:
        """A movement or a wait has ended."""
        play = Play(film)
        for watcher in (self._clock, self._reader, self._track, self._camera):
            watcher.on_play(play)

    def faults(self) -> list[Fault]:
        """What breaks a bar, in the order of the beats, when the film has ended."""
        watchers = (self._zoomed, self._clock, self._reader, self._track, self._camera)
        found = [*self._found, *(pair for watcher in watchers for pair in watcher.findings())]
        found.sort(key=lambda pair: pair[1].beat if pair[1] else 0)
        return [Fault(self._name, finding, place) for finding, place in found]


def _merged(
    state: State, measures: Iterable[Callable[[State], Iterator[Finding]]]
) -> Iterator[Finding]:
    """What a rest breaks; what is true of many alike things is said once."""
    counts = Counter(finding for check in measures for finding in check(state))
    for finding, count in counts.items():
        yield finding if count == 1 else replace(finding, message=f"{count} x {finding.message}")
