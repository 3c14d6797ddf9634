"""The base of every film: beats and rests; what a beat may do is in `verbs` and `questions`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from inspect import isfunction
from pathlib import Path
from types import FunctionType
from typing import Any, ClassVar, TypeVar, cast, overload
from weakref import WeakKeyDictionary

from manim import Animation, AnimationGroup, Mobject

from scenes.script.assets import shown
from scenes.script.beat_words import BeatWords, Method, Part, beats_of
from scenes.script.choices import offered
from scenes.script.numerals import logp_source
from scenes.script.pace import reading_time, speaking_time
from scenes.script.quantities import Quantity, named_quantity, quantity
from scenes.script.seen import told_in_words
from scenes.script.settings import Settings, from_environment
from scenes.script.speech import SILENT, TAIL, Speech
from scenes.script.words import filled, speaking

from . import patches
from .camera import StageCamera
from .encoding import StageFileWriter
from .fades import leave_out_fades
from .mistakes import in_one_line
from .motion import Drive
from .questions import Questions
from .renderer import StageRenderer
from .theme import in_theme

patches.apply()

REST = 0.4  # seconds of stillness that make a state a rest
HOLD = 1.6  # seconds of stillness at a beat's end, unless it asks for more
STEP = 0.2  # all durations are multiples of it: whole frames at 15, 30 and 60 fps


@dataclass(frozen=True)
class Beat:
    """One idea: its title (a chapter), its caption sentence and the method that plays it.

    `script` is what a lecturer says meanwhile, in full; `ask` is a question to the class,
    `choices` are answers to it, the right one first; `seen` describes the picture. Each may
    be empty.
    """

    title: str
    caption: str
    method: str
    hold: float
    loop: bool = False
    script: str = ""
    ask: str = ""
    choices: Sequence[str] = ()
    seen: str = ""

    @property
    def speech(self) -> float:
        """How many seconds its script takes to say; 0 without one."""
        return speaking_time(self.script)


@dataclass(frozen=True)
class _Mark:
    """What `beat` notes on a method."""

    hold: float
    loop: bool


@dataclass(frozen=True)
class Rest:
    """A state in which the film holds still, as `GrpoScene.on_rest` gets it."""

    beat: int
    title: str
    seconds: float
    last: bool


Action = TypeVar("Action", bound=Callable[..., None])
_marks: WeakKeyDictionary[Callable[..., None], _Mark] = WeakKeyDictionary()  # of all beats


@overload
def beat(method: Action, /) -> Action: ...
@overload
def beat(*, hold: float = HOLD, loop: bool = False) -> Callable[[Action], Action]: ...
def beat(*marked: Any, hold: float = HOLD, loop: bool = False) -> Any:
    """Mark a method of a scene as a beat; beats play in the order of their definition.

    Its docstring is its title, an empty line and its caption. `hold` is the least time in
    seconds that its last frame stands; with `loop` its end leads to its start, and slides
    repeat it while the speaker talks. Without either, ``@beat`` does as well as ``@beat()``.
    """

    def mark(method: Action) -> Action:
        _marks[method] = _Mark(hold, loop)
        return method

    if any(isinstance(said, str) for said in marked):
        raise TypeError("title and caption of a beat are the docstring of its method")
    return mark(*marked) if marked else mark


class GrpoScene(Questions):
    """A film in beats, with the evaluated worked group as ``self.table``.

    A subclass defines beats with the `beat` decorator; Manim's `construct` plays them.
    Each opens a section, carries its caption, and ends on a hold long enough to read it, and
    to say its script, or until its voice has ended, where it has one in `speech`.
    What derives from a film is a film, too, with all its beats. Its `knobs` say which
    epsilon, epsilon_high and beta it has, where it is asked for none.
    """

    poster_beat: ClassVar[int] = -1  # the beat whose last frame shows the scene at its richest
    knobs: ClassVar[Mapping[str, float]] = {}

    @in_one_line()
    def __init__(
        self,
        skip_animations: bool = False,
        *,
        settings: Settings | None = None,
        renderer: object = None,
        **kwargs: Any,
    ) -> None:
        """As Manim's scene; a film draws with its own renderer, whatever `renderer` is.

        Manim's commands have no `settings` to give: those are in the environment then. Its
        notebook command gives a `renderer`, or None.
        """
        self.settings = (settings or from_environment()).or_else(self.knobs)
        with self._as_asked():
            self._begin(skip_animations, **kwargs)

    def _begin(self, skip_animations: bool, **kwargs: Any) -> None:
        renderer = self.renderer_of(skip_animations)
        self.on_rest: Callable[[GrpoScene, Rest], None] | None = None
        self.on_beat: Callable[[GrpoScene, int, Beat], None] | None = None
        self.on_play: Callable[[GrpoScene], None] | None = None
        self.takes: Callable[[int], bool] = lambda number: True
        self.beats = self.storyboard()
        self.last_beat = len(self.beats)
        self.current: tuple[int, Beat] | None = None
        self.taught: list[Quantity] = []
        self.plays = 0  # of the beat, waits among them
        self.speech: Mapping[int, Speech] = {}  # of beats that have a voice, by their numbers
        super().__init__(renderer=renderer, camera_class=StageCamera, **kwargs)

    def renderer_of(self, skip_animations: bool) -> StageRenderer:
        """What draws the film."""
        return StageRenderer(StageFileWriter, StageCamera, skip_animations)

    @contextmanager
    def _as_asked(self) -> Iterator[None]:
        """Within the block the theme and the language are the film's own."""
        with speaking(self.settings.language), in_theme(self.settings.colours):
            yield

    @classmethod
    def storyboard(cls) -> list[Beat]:
        """The beats in the order in which they play, in the language that is spoken.

        Beats of a class that this one derives from come first; one that is replaced keeps
        its place, and one that is set to None is left out. Raises `AssetError` for a beat
        that has no words.
        """
        said = beats_of([_part(line) for line in cls.__mro__])
        return [_told(getattr(cls, name), words) for name, words in said.items()]

    def setup(self) -> None:
        super().setup()
        self.table = self.settings.table()

    @in_one_line()
    def render(self, *args: Any, **kwargs: Any) -> bool:
        with self._as_asked():
            return super().render(*args, **kwargs)

    def script_values(self) -> Mapping[str, object]:
        """What fills the ``{places}`` of scripts and questions: words that follow the group."""
        return {}

    @property
    def question(self) -> str:
        """What the beat that plays asks the class."""
        return self.current[1].ask if self.current else ""

    def scripted(self) -> list[Beat]:
        """The beats with what is said in them, told without running the film."""
        with self._as_asked():
            self.setup()
            self.read_words()
            return self.beats

    def construct(self) -> None:
        self.read_words()
        for number in range(1, self.last_beat + 1):
            self._play_beat(number)

    def read_words(self) -> None:
        """Take what the beats say from where it stands, with its places filled."""
        self.beats = list(map(self._filled, self.storyboard()))

    def _play_beat(self, number: int) -> None:
        part = self.beats[number - 1]
        self.current, self.taught = (number, part), []
        self.plays, self.asked_in = 0, None
        self.next_section(part.title, skip_animations=not self.takes(number))
        if self.on_beat:
            self.on_beat(self, number, part)
            part = self.beats[number - 1]  # whoever watches may have changed its words
            self.current = number, part
        start, self._voice = self.time, self.speech.get(number, SILENT)
        self._voice_from, self.waited = start, None
        getattr(self, part.method)()
        least = max(reading_time(part.caption), part.speech)
        first, end = self.asked_in or (self.plays, self.plays)
        until = max(start + least, self._voice_ends(start, end < self.plays))
        if part.ask and end == self.plays:  # the beat ends on its question
            self.asked_in = first, self.plays + 1
        self._rest(whole_steps(max(part.hold, until - self.time)), last=True)

    def _voice_ends(self, start: float, answers: bool) -> float:
        """When the beat that began at `start` may end for its voice, if it `answers` or not."""
        end = start + self._voice.whole
        if answers and self.waited:
            end = self._answered + self._voice.whole - self.waited[1]
        return end + TAIL if self._voice.whole else start

    def _filled(self, part: Beat) -> Beat:
        values = self.script_values()
        key = f"{type(self).__name__.lower()}.{part.method}"
        script = filled(f"{key}.script", part.script, values)
        ask = filled(f"{key}.ask", part.ask, values)
        choices = [filled(f"{key}.choices", choice, values) for choice in part.choices]
        seen = filled(f"{key}.seen", part.seen, {**values, **told_in_words(self.table.group)})
        return replace(part, script=script, ask=ask, choices=offered(choices), seen=seen)

    # -- time ---------------------------------------------------------------

    def play(self, *animations: Any, run_time: float | None = None, **kwargs: Any) -> None:
        """Manim's play, in whole steps of time; with nothing to play it takes none."""
        if not animations:
            return
        if run_time is not None:
            kwargs["run_time"] = whole_steps(run_time)
        super().play(*animations, **kwargs)
        self.plays += 1
        if self.on_play:
            self.on_play(self)

    def get_time_progression(
        self,
        run_time: float,
        description: str,
        n_iterations: int | None = None,
        override_skip_animations: bool = False,
    ) -> Any:  # Manim's progress bar, of a package without types
        """The frames' times; of a film taken from the cache, too, where the path matters.

        What a `Drive` leaves behind differs in the last digits with the steps it took, and
        all that follows would miss the cache.
        """
        is_video = self.renderer.file_writer.output_spec.is_video
        walked = is_video and _has_drive(self.animations or ())
        return super().get_time_progression(
            run_time, description, n_iterations, override_skip_animations or walked
        )

    @property
    def _is_drawing(self) -> bool:
        return cast(StageRenderer, self.renderer).is_drawing

    def begin_animations(self) -> None:
        """Manim's; in a walk through the film nobody sees how anything fades."""
        if cast(StageRenderer, self.renderer).is_walking:
            leave_out_fades(self.animations or ())
        super().begin_animations()

    def get_moving_and_static_mobjects(self, animations: Iterable[Animation]) -> Any:
        """Manim's, which tells what is to be drawn in each frame: nothing, without frames."""
        if self._is_drawing:
            return super().get_moving_and_static_mobjects(animations)
        return [], []

    def update_to_time(self, t: float) -> None:
        """Manim's; at the end of a skipped play the animations' own `finish` says it all."""
        is_end = t >= self.duration and not self._is_drawing
        if is_end and not _has_updaters(self):
            self.last_t = t
        else:
            super().update_to_time(t)

    def wait(
        self,
        duration: float = 1.0,
        stop_condition: Callable[[], bool] | None = None,
        frozen_frame: bool | None = None,
    ) -> None:
        """Hold still; a hold of `REST` seconds or more is a rest that is audited."""
        self._rest(whole_steps(duration), stop_condition, frozen_frame, last=False)

    def _rest(
        self,
        duration: float,
        stop_condition: Callable[[], bool] | None = None,
        frozen_frame: bool | None = None,
        *,
        last: bool,
    ) -> None:
        super().wait(duration, stop_condition, frozen_frame)
        # Manim leaves an empty mobject behind each wait, which would make an inserted
        # wait spoil the cache of everything after it (issue 3040).
        self.mobjects = [m for m in self.mobjects if m.submobjects or not _is_placeholder(m)]
        if self.on_rest and duration >= REST and self.current:
            number, part = self.current
            self.on_rest(self, Rest(number, part.title, duration, last))

    # -- numbers ------------------------------------------------------------

    def teach(
        self,
        key: str,
        values: float | Sequence[float],
        form: int | Callable[[float], str] = 3,
        *,
        answers: Sequence[int] | None = None,
        **more: str,
    ) -> None:
        """Declare a number that the beat shows, for what accompanies the film.

        With `answers` (indices from 0) it is one number for each of them, out of `values` of
        the whole group. `form` is how many decimals the film shows, or what makes the source;
        `more` is as in `quantity`, and the name that goes with `key` is among the words.
        """
        if answers is None:
            self.taught.append(quantity(key, cast(float, values), form, **more))
            return
        column = cast("Sequence[float]", values)
        self.taught += [quantity(key, column[i], form, answer=i, **more) for i in answers]

    def given(
        self, name: str, value: float, form: int | Callable[[float], str] = 3, **more: Any
    ) -> str:
        """Declare a number of a scene's own, typed in or computed there, and say how to show it.

        `name` says what it is: "mean of the others". `form`, and `symbol`, `answer`, `unit`
        and `note` among `more`, are as in `named_quantity`. Returns math source.
        """
        self.taught.append(named_quantity(name, value, form, **more))
        return self.taught[-1].source

    def teach_probabilities(self, *policies: str, answers: Sequence[int]) -> None:
        """Declare what "old", "new" or "ref" gives `answers`; a tiny one may be 0 as a float."""
        for policy in policies:
            for index in answers:
                logp = float(getattr(self.table, f"{policy}_logp")[index])
                form = partial(_said, logp_source(logp))
                self.taught.append(quantity(policy, math.exp(logp), form, answer=index))


def _part(line: type) -> Part:
    """What one class gives to a film."""
    own = vars(line).items()
    return Part(
        line.__name__,
        {name: member and _method(member) for name, member in own if _may_be_beat(member)},
    )


def _may_be_beat(member: object) -> bool:
    return member is None or isfunction(member)


def _method(member: FunctionType) -> Method:
    code = member.__code__
    place = f"{shown(Path(code.co_filename))}: line {code.co_firstlineno}"
    return Method(member in _marks, member.__doc__, place)


def _told(method: FunctionType, said: BeatWords) -> Beat:
    mark = _marks[method]
    return Beat(
        said.title,
        said.caption,
        method.__name__,
        mark.hold,
        mark.loop,
        said.script,
        said.ask,
        said.choices.strip().splitlines(),
        said.seen,
    )


def _said(source: str, _: float) -> str:
    """`source`, whatever the number."""
    return source


def whole_steps(seconds: float) -> float:
    """`seconds` rounded up to a multiple of `STEP`: 0.6, as 0.6000000000000001 has a frame more."""
    return round(max(1, math.ceil(seconds / STEP - 1e-9)) * STEP, 9)


def _has_drive(animations: Iterable[Animation]) -> bool:
    return any(
        _has_drive(animation.animations)
        if isinstance(animation, AnimationGroup)
        else isinstance(animation, Drive)
        for animation in animations
    )


def _has_updaters(film: GrpoScene) -> bool:
    stage = film.get_mobject_family_members()
    return bool(film.updaters) or any(mobject.updaters for mobject in stage)


def _is_placeholder(mobject: Mobject) -> bool:
    return type(mobject) is Mobject and not len(mobject.points)
