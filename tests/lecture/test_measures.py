"""The audit catches each kind of fault, planted in a film that is clean otherwise."""

from __future__ import annotations

import numpy as np
import planted
import pytest

from lecture import audit
from lecture.audit.colour import contrast
from lecture.options import Options
from scenes.stage.settings import Settings

THEMES = ("dark", "light")

# Film, broken bars (a line behind text spoils its contrast, too), and figures that follow
# from the bars, not from the code: at font size 48 and home zoom an x-height is 13.6 px;
# Typst sets first scripts at 0.7 of the size and second ones at 0.5.
FAULTS = [
    (planted.SmallText, {1}, 'text "too small" has x-height 8.5 px, 9 needed'),
    (planted.ForeignText, {1}, "Typst is no Formula, Prose or LiveNumber"),
    (planted.TinyGlyph, {2}, 'text "a_(b_s)" has a glyph of 4.8 px, 5 needed'),
    (planted.NeverZoomed, {2}, 'text "pi_s" has a glyph that reaches 6.7 px at most, 9 needed'),
    (planted.OutsideFrame, {3}, 'text "over the rim" leaves 95 % of the frame by'),
    (planted.OverlappingText, {4}, 'text "one text" overlaps text "another" by'),
    (planted.LineThroughText, {4, 5}, 'text "struck" has a Line through 6 glyphs'),
    (planted.FaintText, {5}, 'text "can you read this" has contrast 1.'),
    (planted.TextOnBar, {5}, 'text "on a bar" has contrast'),
    (planted.HalfDimmedText, {5}, 'text "lit or not" is half-dimmed: opacity 0.60'),
    (planted.FaintLine, {5}, "Line has contrast"),
    (planted.OddColour, {6}, 'text "salmon or tomato" has the colour #'),
    (planted.LongBeat, {10}, "the beat takes 13.0 s, 3 to 12 needed"),
    (planted.HurriedEnd, {10}, "the beat ends on 0.6 s of stillness, 0.8 needed"),
    (planted.ShortFilm, {10}, "the film has 50 seconds, 60 to 130 needed"),
    (planted.ShortFilm, {10}, "the film has 5 beats, 6 to 12 needed"),
    (planted.BlankFrame, {12}, "the frame is blank for 0.8 s, 0.5 allowed"),
    (planted.Flash, {12}, "of the frame flashes"),
]


def audited(film, theme="dark"):
    return audit.audit(film, Settings(theme=theme))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "film",
    [
        planted.Clean,
        planted.DeclaredLine,
        planted.CoveredLine,
        planted.DimmedText,
        planted.Zoomed,
        planted.ShownInPart,
    ],
)
def test_nothing_is_reported_about_a_film_without_a_fault(film, theme):
    assert [str(fault) for fault in audited(film, theme)] == []


@pytest.mark.parametrize(("film", "bars", "message"), FAULTS)
def test_a_planted_fault_is_reported_and_no_other_bar(film, bars, message):
    faults = audited(film)
    assert {fault.bar for fault in faults} == bars
    assert any(message in str(fault) for fault in faults), [str(fault) for fault in faults]


@pytest.mark.parametrize(
    "film", [planted.FaintText, planted.TextOnBar, planted.FaintLine, planted.Flash]
)
def test_faults_of_light_and_colour_are_found_on_white_too(film):
    assert audited(film, "light")


def test_a_fault_names_film_beat_rest_text_and_figure():
    assert str(audited(planted.SmallText)[0]) == (
        'SmallText beat 2 "Two", rest 1: bar 1: text "too small" has x-height 8.5 px, 9 needed'
    )


def test_each_rest_with_the_fault_is_reported():
    # Two rests in each beat from the second to the sixth: the wait and the hold.
    assert len(audited(planted.SmallText)) == 10


def test_a_formula_that_stays_small_is_reported_once():
    assert len(audited(planted.NeverZoomed)) == 1


@pytest.mark.parametrize(("film", "code"), [("Clean", 0), ("SmallText", 1)])
def test_the_exit_code_tells_whether_there_are_faults(film, code, monkeypatch, capsys):
    monkeypatch.setattr("lecture.walk.scene_class", lambda name: getattr(planted, name))
    assert audit.run(Options(film)) == code
    assert ("bar 1" in capsys.readouterr().out) == bool(code)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # The extremes, and the lightest grey that WCAG's own examples let pass on white.
    [((0, 0, 0), (255, 255, 255), 21.0), ((0x76, 0x76, 0x76), (255, 255, 255), 4.54)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(np.array(one) / 255, np.array(other) / 255) == pytest.approx(ratio, abs=0.005)
