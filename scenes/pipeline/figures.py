"""How the pipeline's film says a fact's number."""

from __future__ import annotations

from scenes.script.decimals import printed
from scenes.script.facts import Fact
from scenes.script.words import say


def said(number: Fact) -> str:
    """A fact's number as its source prints it, in the film's language."""
    return printed(str(number.value))


def percent(number: Fact) -> str:
    """The same with its sign."""
    return f"{said(number)} %"


def about(number: Fact) -> str:
    """A number of thousands that its source gives as rough."""
    return say("pipeline.funnel.about", count=said(number))
