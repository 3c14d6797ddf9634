"""What every film of the course keeps to: captions that can be read, and one home shot."""

from __future__ import annotations

import re
import textwrap
from unicodedata import name

import pytest

from lecture.catalogue import running_order, scene_class, scene_names
from lecture.options import PROJECT
from scenes.script.words import ENGLISH, languages

HOUSE = pytest.mark.parametrize("scene", running_order())


@HOUSE
def test_captions_fit_the_cues(scene):
    """At most 84 characters a beat; a sentence is two lines of 42 at most."""
    for part in scene_class(scene).storyboard():
        assert 0 < len(part.caption) <= 84, part.caption
        for sentence in re.split(r"(?<=[.!?]) ", part.caption):
            assert len(textwrap.wrap(sentence, 42)) <= 2, sentence


@pytest.mark.parametrize("scene", scene_names())
def test_titles_are_the_beats_own(scene):
    titles = [part.title for part in scene_class(scene).storyboard()]
    assert len(set(titles)) == len(titles)
    assert all(title.strip() for title in titles)


@HOUSE
def test_it_opens_and_closes_on_the_home_shot(film, scene, group):
    """Or, of a film with a script, names GRPO early, and closes beside the whole objective."""
    walked = film(scene, group)
    first, *_, last = walked.states
    if all(walked.scripts):
        early = {text for state in walked.states if state.beat <= 2 for text in state.seen}
        assert {"Group", "Relative", "Policy", "Optimization"} <= early
        assert any("EE" in text and "min" in text and "KL" in text for text in last.seen)
        return
    assert (first.beat, last.last) == (1, True)
    assert first.home is not None
    assert first.home == last.home  # the same place, the same part lit
    assert first.home[1]
    assert first.view == last.view == (0, 0, 0, pytest.approx(128 / 9, abs=1e-6))


@HOUSE
def test_the_readme_says_how_long_it_is(film, scene):
    last = film(scene).states[-1]
    minutes, seconds = divmod(round(last.end), 60)
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert f"| {scene} | {minutes} min {seconds} s, {last.beat} steps |" in readme


@HOUSE
def test_each_beat_ends_on_a_hold_of_whole_steps(film, scene, group):
    walked = film(scene, group)
    holds = {state.beat: state.seconds for state in walked.states if state.last}
    assert list(holds) == list(range(1, len(scene_class(scene).storyboard()) + 1))
    assert min(holds.values()) >= 0.8 - 1e-9
    for time in [*walked.plays, *(state.end for state in walked.states)]:
        assert time / 0.2 == pytest.approx(round(time / 0.2), abs=1e-6)


@HOUSE
def test_a_beat_lasts_as_long_as_its_caption_takes_to_read(film, scene, group):
    ends = [state.end for state in film(scene, group).states if state.last]
    starts = [0.0, *ends[:-1]]
    for start, end, part in zip(starts, ends, scene_class(scene).storyboard(), strict=True):
        assert end - start >= len(part.caption) / 17 - 1e-6


@HOUSE
@pytest.mark.parametrize("language", languages())
def test_a_beat_takes_as_long_as_its_script(film, translated, scene, language):
    """At 2.4 words a second, in Chinese at 4 characters; of the group whose words it says."""
    walked = film(scene) if language == ENGLISH else translated(scene, language)
    ends = [state.end for state in walked.states if state.last]
    for start, end, script in zip([0.0, *ends[:-1]], ends, walked.scripts, strict=True):
        chinese = sum("CJK UNIFIED" in name(sign, "") for sign in script)
        others = re.findall(r"[^\s\u2e80-\uffef]+", script)
        spoken = chinese / 4 + len(others) / 2.4
        assert not script or spoken - 0.5 <= end - start <= spoken + 3.0, script


@pytest.mark.parametrize("scene", scene_names())
def test_both_themes_play_alike(film, scene):
    dark, light = (film(scene, theme=theme) for theme in ("dark", "light"))
    assert dark.plays == light.plays
    assert [(s.beat, s.end, s.texts, s.view, s.home) for s in dark.states] == [
        (s.beat, s.end, s.texts, s.view, s.home) for s in light.states
    ]
