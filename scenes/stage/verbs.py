"""What a beat may do with what stands on the stage: the verbs that every film has.

They play; pictures return animations, which a beat plays with them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, ClassVar, cast

import numpy as np
from manim import (
    LEFT,
    ORIGIN,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Mobject,
    MovingCameraScene,
    ReplacementTransform,
    TransformFromCopy,
    config,
    smooth,
)
from manim.animation.animation import prepare_animation

from grpo_core import GroupTable

from .camera import HOME_WIDTH, StageCamera
from .cards import CardStrip
from .motion import Dim, Undim, Walk, is_dimmed, jump, walks
from .objective import Objective
from .places import CLAIM_X, Corners
from .retelling import COMING, EARLY

Rate = Callable[[float], float]


class Stage(MovingCameraScene):
    """A Manim scene with the house's verbs; `GrpoScene` adds beats and the group's table."""

    lit: ClassVar[tuple[str, ...]] = ()  # the objective's parts that a film is about; all if none
    # How one picture goes over into the next: what leaves, what comes, and the seconds of it.
    going_over: ClassVar[tuple[Rate, Rate, float]] = (EARLY, COMING, 1.4)
    table: GroupTable

    def __init__(self, *args: Any, **kwargs: Any):
        self.stays: list[Mobject] = []  # what `clear` leaves where it is
        super().__init__(*args, **kwargs)

    @property
    def camera(self) -> StageCamera:
        """The camera that `GrpoScene` asks for; its `frame` is what is seen."""
        return cast(StageCamera, self.renderer.camera)

    # -- coming and going ---------------------------------------------------

    def gather(self, *wholes: Mobject, gone: Sequence[Mobject] = ()) -> None:
        """Make each of `wholes` one mobject of the stage after its parts came one by one.

        They stand in front of all else, in this order. `gone` is what became of them:
        mobjects that leave without being seen, as the sources of a transformation.
        """
        self.remove(*(piece for old in gone for piece in old.get_family()))
        self.add(*wholes)  # Manim takes their loose parts away

    def clear(  # type: ignore[override]  # Manim's own, which nothing calls, plays nothing
        self,
        *kept: Mobject,
        beside: Sequence[Animation] = (),
        run_time: float = 0.4,
        **fade: Any,
    ) -> None:
        """Let everything leave the stage but `kept` and what `stays`, while `beside` plays.

        A part may be kept of which the whole leaves. What `beside` moves does not leave.
        Nothing is played where nothing leaves and nothing plays beside. `fade` are the
        arguments of Manim's FadeOut, as `rate_func` and `shift`.
        """
        playing = [prepare_animation(animation) for animation in beside]
        moved = [cast(Mobject, animation.mobject) for animation in playing]  # not OpenGL's
        stay = [*kept, *self.stays, *moved]
        # One fade for each: a single one for all would lift them over what is kept.
        fades = [FadeOut(part, **fade) for part in self.outside(*stay)]
        if fades or playing:
            self.play(*fades, *playing, run_time=run_time)

    def go_over(
        self,
        moves: Sequence[Animation],
        *coming: Mobject,
        kept: Sequence[Mobject] = (),
        run_time: float | None = None,
    ) -> None:
        """Let `moves` lead to the next picture: what else there was leaves, `coming` fades in."""
        leaves, comes, seconds = self.going_over
        arriving = [FadeIn(part, rate_func=comes) for part in coming]
        seconds = seconds if run_time is None else run_time
        self.clear(*kept, beside=[*moves, *arriving], run_time=seconds, rate_func=leaves)

    def outside(self, *kept: Mobject) -> list[Mobject]:
        """The largest pieces on the stage that hold nothing of `kept`."""
        return [piece for mobject in self.stage_mobjects() for piece in pieces(mobject, kept)]

    def stage_mobjects(self) -> list[Mobject]:
        """What is on the stage, without the camera's frame."""
        return [m for m in self.mobjects if m is not self.camera.frame]

    # -- numbers that change ------------------------------------------------

    def turn(
        self,
        start: float,
        end: float,
        *walked: Walk,
        beside: Sequence[Animation] = (),
        **kwargs: Any,
    ) -> None:
        """Walk several values from `start` to `end` at once, while `beside` plays.

        Each of `walked` is a mobject and its setter, as in ``(plot, plot.set_beta)``;
        `kwargs` are those of `play`.
        """
        self.play(*walks(start, end, *walked), *beside, **kwargs)

    # -- the home shot ------------------------------------------------------

    def open_home(
        self, cards: CardStrip | None = None, *, seconds: float = 1.4
    ) -> tuple[Objective, CardStrip]:
        """Stand at home: the objective with the film's parts `lit`, over the group's cards."""
        home = self._home_shot(cards)
        self.add(*home)
        self.wait(seconds)
        return home

    def come_home(self, cards: CardStrip | None = None) -> tuple[Objective, CardStrip]:
        """Clear the stage, and let the home shot appear."""
        home = self._home_shot(cards)
        self.play(FadeOut(*self.stage_mobjects()), run_time=0.4)
        self.camera.frame.set(width=HOME_WIDTH).move_to(ORIGIN)
        self.play(*map(FadeIn, home), run_time=0.8)
        return home

    def close_home(
        self, claim: Mobject, cards: CardStrip | None = None, *, left: float | None = None
    ) -> tuple[Objective, CardStrip]:
        """Come home, and say there in `claim` what the film has come to (see `say_claim`)."""
        home = self.come_home(cards)
        self.say_claim(claim, *home, left=left)
        return home

    def say_claim(
        self, claim: Mobject, objective: Objective, cards: CardStrip, *, left: float | None = None
    ) -> None:
        """Let `claim` appear beside the objective's third line, with its left end at `left`.

        Without `left` its middle is at `CLAIM_X`, or as far left as a long one needs to end
        where the cards do.
        """
        line = objective.price_line
        if left is None:
            claim.move_to(np.array([CLAIM_X, line.get_y(), 0.0]))
            over = claim.get_right()[0] - cards.get_right()[0]
            free = claim.get_left()[0] - line.get_right()[0] - 0.4
            claim.shift(max(0.0, min(over, free)) * LEFT)
        else:
            claim.move_to(np.array([left, line.get_y(), 0.0]), aligned_edge=LEFT)
        self.play(FadeIn(claim, shift=0.2 * UP), run_time=0.8)

    def _home_shot(self, cards: CardStrip | None) -> tuple[Objective, CardStrip]:
        objective = Objective()
        if self.lit:
            jump(*objective.light(*self.lit))
        return objective, cards or CardStrip(self.table)

    # -- camera -------------------------------------------------------------

    def frame_on(
        self,
        target: Mobject | np.ndarray | Sequence[float],
        width: float | None = None,
        *,
        margin: float = 0.4,
        shift: np.ndarray = ORIGIN,
    ) -> Animation:
        """An animation of the camera's frame to `target` (a mobject or a point).

        `width` is the width of the view in scene units (home: 14.22); by default the
        smallest view that holds the target with `margin` around it.
        """
        if isinstance(target, Mobject):
            center = target.get_center()
            ratio = config.frame_width / config.frame_height
            needed = max(target.width + 2 * margin, (target.height + 2 * margin) * ratio)
        else:
            center, needed = np.asarray(target, dtype=float), HOME_WIDTH
        frame = self.camera.frame
        move = frame.animate.set(width=width or needed).move_to(center + shift)
        return cast(Animation, move)  # `play` makes one of it

    def zoom_to(
        self,
        target: Mobject | np.ndarray | Sequence[float],
        width: float | None = None,
        *others: Animation,
        run_time: float = 1.6,
        **kwargs: Any,
    ) -> None:
        """Glide to `target` (see `frame_on`), with `others` playing beside."""
        move = self.frame_on(target, width, **kwargs)
        self.play(move, *others, run_time=run_time, rate_func=smooth)

    def zoom_home(self, *others: Animation, run_time: float = 1.6) -> None:
        """Glide back to the whole stage."""
        move = self.camera.frame.animate.set(width=HOME_WIDTH).move_to(ORIGIN)
        self.play(move, *others, run_time=run_time, rate_func=smooth)

    def view(self, share: float = 0.93) -> Corners:
        """Lower left and upper right corner of the middle `share` of what the camera sees."""
        frame = self.camera.frame
        half = 0.5 * share * np.array([frame.width, frame.height])
        center = frame.get_center()[:2]
        return center - half, center + half

    # -- continuity ---------------------------------------------------------

    def morph(
        self,
        old: Mobject,
        new: Mobject,
        *names: str | tuple[str, str],
        copy: bool = False,
        others: Sequence[Animation] = (),
        run_time: float = 1.2,
    ) -> None:
        """Turn `old` into `new`: the parts called `names` in both move, the rest fades.

        A name may have dots ("envelope.curve"); a pair is the name in each. With `copy`
        the old one stays.
        """
        pairs = [(name, name) if isinstance(name, str) else name for name in names]
        starts = [attrgetter(name)(old) for name, _ in pairs]
        ends = [attrgetter(name)(new) for _, name in pairs]
        move = TransformFromCopy if copy else ReplacementTransform
        moves = [move(*pair) for pair in zip(starts, ends, strict=True)]
        leaving = [] if copy else [FadeOut(part) for part in pieces(old, starts)]
        arriving = [FadeIn(part) for part in pieces(new, ends)]
        self.play(*leaving, *moves, *arriving, *others, run_time=run_time)
        self.gather(new, gone=[] if copy else [old])

    # -- attention ----------------------------------------------------------

    def dim_others(self, *lit: Mobject, opacity: float | None = None) -> list[Animation]:
        """Animations that dim everything on the stage except `lit`."""
        kept = {id(part) for mobject in lit for part in mobject.get_family()}
        extra = {} if opacity is None else {"opacity": opacity}
        return [
            Dim(mobject, **extra)
            for mobject in self.stage_mobjects()
            if not any(id(part) in kept for part in mobject.get_family())
        ]

    def undim_all(self) -> list[Animation]:
        """Animations that bring back everything that is dimmed."""
        return [Undim(mobject) for mobject in self.stage_mobjects() if is_dimmed(mobject)]


def pieces(mobject: Mobject, kept: Sequence[Mobject]) -> list[Mobject]:
    """The largest pieces of `mobject` that hold nothing of `kept`."""
    taken = {id(part) for whole in kept for part in whole.get_family()}
    return _untaken(mobject, taken)


def _untaken(mobject: Mobject, taken: set[int]) -> list[Mobject]:
    if id(mobject) in taken:
        return []
    if not any(id(member) in taken for member in mobject.get_family()):
        return [mobject]
    return [piece for part in mobject.submobjects for piece in _untaken(part, taken)]
