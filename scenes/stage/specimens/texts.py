"""Texts and numbers, and what a film opens and closes with."""

from __future__ import annotations

from manim import VGroup

from scenes.stage.averaged import Averaged
from scenes.stage.live_number import LiveNumber
from scenes.stage.live_word import LiveWord
from scenes.stage.objective import Objective
from scenes.stage.questions import Door, Exit
from scenes.stage.token_exit import TokenExit
from scenes.stage.typeset import Formula, Prose, fit_prose, on_baseline

from . import shows
from .signs import side_by_side


@shows(Formula, Prose)
def texts() -> VGroup:
    ratio = Formula('{{ pi_theta : new }} / {{ pi_"old" : old }}', new="new", old="old")
    return side_by_side(ratio, Prose("new over old"), Prose("muted", role="muted"))


@shows(fit_prose, on_baseline)
def fitted() -> VGroup:
    cut = fit_prose("no wider than this, in two lines, and then cut", 3.0, align="left")
    return side_by_side(cut, on_baseline(Formula("rho ="), LiveNumber(1.5), Prose("times")))


@shows(LiveNumber)
def live_numbers() -> VGroup:
    forms = LiveNumber(1.5), LiveNumber(0.5, 1, sign=True), LiveNumber(0.25, short=True)
    return side_by_side(*forms, LiveNumber(3e5, 0))


@shows(LiveWord)
def live_words() -> VGroup:
    return side_by_side(LiveWord("before"), LiveWord("before").set_text("after"))


@shows(Objective)
def objectives() -> Objective:
    return Objective()


@shows(Averaged)
def averaged() -> Averaged:
    return Averaged("clip")


@shows(Door)
def doors() -> Door:
    return Door("What does the film ask?", name=True)


@shows(Exit)
def exits() -> Exit:
    return Exit("What it has come to, in one large sentence.", ["beta", "price"], width=5.2)


@shows(TokenExit)
def token_exits() -> TokenExit:
    return TokenExit("What it says of every token.", "advantage", "ratio", "tokens")
