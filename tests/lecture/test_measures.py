"""The audit catches each kind of fault, planted in a film that is clean otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import planted
import pytest
from manim import linear, rate_functions, smooth

from lecture import audit
from lecture.audit.camera import is_smooth
from lecture.audit.captions import cue_findings
from lecture.captions import Cue
from lecture.options import Options
from scenes.script.contrast import contrast
from scenes.script.settings import Settings
from scenes.script.words import speaking

THEMES = ("dark", "light")

# Film, broken bars (a line behind text spoils its contrast, too; the first beat of a film with a
# script has no picture), and figures that follow
# from the bars, not from the code: at font size 48 and home zoom an x-height is 13.6 px;
# Typst sets first scripts at 0.7 of the size and second ones at 0.5.
FAULTS = [
    (planted.SmallText, {1}, 'text "too small" has x-height 8.5 px, 9 needed'),
    (planted.ForeignText, {1}, "Typst is no Formula, Prose or LiveNumber"),
    (planted.TinyGlyph, {2}, 'text "a_(b_s)" has a glyph of 4.8 px, 5 needed'),
    (planted.NeverZoomed, {2}, 'text "pi_s" has a glyph that reaches 6.7 px at most, 9 needed'),
    (planted.OutsideFrame, {3}, 'text "over the rim" leaves 95 % of the frame by'),
    (planted.OverlappingText, {4}, 'text "one text" overlaps text "another" by'),
    (planted.CoveredGlyph, {4}, "of one glyph, 10% allowed"),
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
    (planted.Spoken, {10, 16}, "the film has 67 seconds, 90 to 170 needed"),
    (planted.Spoken, {10, 16}, "the film has 6 beats, 7 to 13 needed"),
    (planted.Spoken, {10, 16}, "the beat takes 17.0 s, 4 to 16 needed"),
    (planted.HurriedSentence, {8}, '" stays 1.0 s, 2.35 needed'),
    (planted.HurriedWordsInFormula, {8}, 'text "how much likelier it is now" stays 0.4 s'),
    (planted.ThirteenWords, {8}, "13 new words at once, 12 allowed"),
    (planted.BeneathCaptions, {9}, 'text "under the captions" reaches'),
    (planted.CrumbledCaption, {9}, 'caption "A." lasts 0.93 s, 1 to 7 needed'),
    (planted.Rushed, {13}, "the camera moves for 0.8 s, 1.2 to 2 needed"),
    (planted.Sluggish, {13}, "the camera moves for 2.4 s, 1.2 to 2 needed"),
    (planted.Jerky, {13}, "the camera starts or stops with a jerk"),
    (planted.Restless, {13}, "the camera rests for 0.6 s before it moves on, 0.8 needed"),
    (planted.TooNear, {13}, "the camera zooms to 4.50x, 1.6x to 4x needed"),
    (planted.HardlyNearer, {13}, "the camera zooms to 1.40x, 1.6x to 4x needed"),
    (planted.TooFar, {13}, "the camera shows 4.5 times the width of home, 4 allowed"),
    (planted.Lost, {13}, "a landmark is needed"),
    (planted.Leap, {13}, "the camera leaps, a move is needed"),
    (planted.SevenZooms, {13}, "the film zooms in 7 times, 6 allowed"),
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
        planted.TwelveWords,
        planted.ShortLabels,
        planted.Quotation,
        planted.Filmed,
        planted.Transformed,
        planted.CutInTheDark,
        planted.SixZooms,
    ],
)
def test_nothing_is_reported_about_a_film_without_a_fault(film, theme):
    assert [str(fault) for fault in audited(film, theme)] == []


@pytest.mark.parametrize(
    ("film", "bars", "message"),
    [
        (planted.Held, set(), ""),
        (planted.HeldFading, set(), ""),
        (planted.HeldHalfDimmed, {16}, 'text "still dark" is dimmed in the beat\'s last frame'),
        (planted.HeldCut, {16}, "the zoom cuts what it shows at the left rim"),
        # 3.6 of the frame's 14.2 units: 25 %, and a patch more for the line's ends.
        (planted.HeldSmall, {16}, "the largest picture of the last frame reaches over 26% of it"),
        # A quarter of both movements of .6 s.
        (planted.HeldDark, {12}, "the frame is nearly black for 0.3 s, 0.2 allowed"),
    ],
)
def test_a_film_with_a_script_has_frames_that_can_be_held(film, bars, message):
    faults = audit.audit(film, Settings(), lengths=False)
    assert {fault.bar for fault in faults} == bars
    assert message in " ".join(map(str, faults))


def test_a_scene_of_one_s_own_may_be_short():
    assert audit.audit(planted.ShortFilm, Settings(), lengths=False) == []


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
    monkeypatch.setattr("lecture.audit.film_class", lambda asked: getattr(planted, asked.scene))
    assert audit.run(Options(film)) == code
    assert ("bar 1" in capsys.readouterr().out) == bool(code)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # The extremes, and the lightest grey that WCAG's own examples let pass on white.
    [((0, 0, 0), (255, 255, 255), 21.0), ((0x76, 0x76, 0x76), (255, 255, 255), 4.54)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(np.array(one) / 255, np.array(other) / 255) == pytest.approx(ratio, abs=0.005)


def said(cues, fps=30):
    return [str(finding.message) for finding, _ in cue_findings(cues, fps)]


def test_cues_that_keep_the_bar_pass():
    """Two frames are 67 ms at 30 frames a second."""
    assert said([Cue(0, 2933, "One line\nand another"), Cue(3000, 10000, "More")]) == []


def test_a_caption_in_chinese_has_time_for_nine_signs_a_second():
    """The guides' bound; in a mixed one, Latin letters and digits are read as ever.

    No blank is where its line broke: 18 / 9 + 16 / 17 s, less the two frames of its gap, are 2.87.
    """
    assert said([Cue(0, 2000, 18 * "词")]) == []
    assert said([Cue(0, 3000, 18 * "词" + "\n" + 16 * "a")]) == []
    assert said([Cue(0, 2850, 18 * "词" + "\n" + 16 * "a")]) != []


def test_a_translation_that_is_read_too_fast_is_named_with_its_language():
    with speaking("de"):
        (message,) = said([Cue(0, 1000, "Viel zu viel für eine Sekunde.")])
    assert "1.0 s, 1.76 needed: 30.0 characters a second in Deutsch, 17.0 allowed" in message


@pytest.mark.parametrize(
    ("cues", "message"),
    [
        ([Cue(0, 5000, "a\nb\nc")], 'caption "a b c" has 3 lines, 2 allowed'),
        ([Cue(0, 5000, 43 * "a")], "has a line of 43 columns, 42 allowed"),
        ([Cue(0, 5000, 19 * "词")], "has a line of 38 columns, 36 allowed"),
        ([Cue(0, 900, "a")], 'caption "a" lasts 0.90 s, 1 to 7 needed'),
        ([Cue(0, 7100, "a")], 'caption "a" lasts 7.10 s, 1 to 7 needed'),
        ([Cue(0, 2000, 40 * "a")], "stays 2.0 s, 2.35 needed: 20.0 characters a second in English"),
        ([Cue(0, 2000, 40 * "a")], "17.0 allowed; say it shorter, or hold the beat longer"),
        ([Cue(0, 2000, 27 * "词")], "3.00 needed: 13.5 characters a second"),
        ([Cue(0, 2000, 27 * "词")], "in English, 9.0 allowed"),
        ([Cue(0, 2000, "a"), Cue(1900, 4000, "b")], 'caption "b" overlaps the one before'),
        ([Cue(0, 2000, "a"), Cue(2040, 4000, "b")], 'caption "b" comes 40 ms after'),
    ],
)
def test_each_fault_of_a_cue_is_named(cues, message):
    assert any(message in text for text in said(cues)), said(cues)


@pytest.mark.parametrize(
    ("course", "smooth"),
    [
        (smooth, True),
        (rate_functions.ease_in_out_sine, True),
        (rate_functions.ease_in_out_cubic, True),
        (linear, False),
        (rate_functions.ease_in_sine, False),
        (rate_functions.ease_out_sine, False),
        (rate_functions.ease_in_out_back, False),  # swings back
        (rate_functions.there_and_back, False),  # arrives nowhere
    ],
)
def test_a_smooth_move_eases_in_and_out(course, smooth):
    assert is_smooth(course) is smooth


def test_each_bar_that_a_fault_names_is_in_the_list():
    listed = re.findall(
        r"^\| (\d+) \|", (Path(audit.__file__).parent / "bars.md").read_text(), re.M
    )
    assert {str(bar) for _, bars, _ in FAULTS for bar in bars} == set(listed)
