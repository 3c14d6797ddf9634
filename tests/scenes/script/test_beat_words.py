"""What a beat says, and in which order the beats of a film and of its variants play."""

from __future__ import annotations

import pytest

from scenes.script.assets import AssetError
from scenes.script.words import use_language
from scenes.stage.film import GrpoScene, beat


class Story(GrpoScene):
    @beat(hold=2.0)
    def begin(self) -> None:
        """How it begins

        A caption of two lines, which
        are one.
        """

    @beat(loop=True)
    def end(self) -> None:
        """How it ends

        Well.
        """


class Variant(Story):
    """Another beginning, one beat more, and the end in other words."""

    @beat(hold=3.0)
    def begin(self) -> None:
        """Otherwise

        It begins otherwise.
        """

    @beat()
    def end(self) -> None:
        pass

    @beat
    def after(self) -> None:
        """After the end

        There is more.
        """


def told(film: type[GrpoScene]) -> list[tuple]:
    return [(b.method, b.title, b.caption, b.hold, b.loop) for b in film.storyboard()]


def test_a_docstring_is_title_and_caption():
    assert told(Story) == [
        ("begin", "How it begins", "A caption of two lines, which are one.", 2.0, False),
        ("end", "How it ends", "Well.", 1.6, True),
    ]


def test_a_variant_of_two_lines_has_all_beats_and_words():
    assert told(type("Same", (Story,), {"changes": 7})) == told(Story)


def test_a_variant_replaces_a_beat_in_its_place_and_adds_others_at_the_end():
    assert told(Variant) == [
        ("begin", "Otherwise", "It begins otherwise.", 3.0, False),
        ("end", "How it ends", "Well.", 1.6, False),
        ("after", "After the end", "There is more.", 1.6, False),
    ]


def test_a_beat_that_is_set_to_none_is_left_out():
    assert [b.method for b in type("Short", (Story,), {"begin": None}).storyboard()] == ["end"]


def test_without_german_words_a_german_film_speaks_its_docstrings():
    use_language("de")
    assert told(Story)[1][1:3] == ("How it ends", "Well.")


def test_words_of_the_nearest_class_are_said(monkeypatch):
    words = {
        "en": {"variant.end.title": "Its own end"},
        "de": {"story.end.title": "Wie es endet", "story.end.caption": "Gut."},
    }
    monkeypatch.setattr("scenes.script.beat_words.entries", words.get)
    assert told(Variant)[1][1:3] == ("Its own end", "Well.")
    use_language("de")
    assert told(Variant)[1][1:3] == ("Its own end", "Gut.")
    assert told(Story)[1][1:3] == ("Wie es endet", "Gut.")


SAID = {"story.begin.script": "Once upon a time.", "story.end.script": "And then?"}


@pytest.fixture
def said(monkeypatch):
    """The words of two languages, which a test fills."""
    words = {"en": {}, "de": {}}
    monkeypatch.setattr("scenes.script.beat_words.entries", words.get)
    return words


def scripts(film: type[GrpoScene]) -> list[str]:
    return [b.script for b in film.storyboard()]


def test_a_beat_has_its_script_and_its_question_in_the_language_that_is_spoken(said):
    said["en"] = SAID | {"story.end.ask": "Who is it?"}
    assert [(b.script, b.ask) for b in Story.storyboard()] == [
        ("Once upon a time.", ""),
        ("And then?", "Who is it?"),
    ]
    use_language("de")
    assert scripts(Story) == ["Once upon a time.", "And then?"]
    said["de"] = {"story.begin.script": "Es war einmal.", "story.end.script": "Und dann?"}
    assert scripts(Story) == ["Es war einmal.", "Und dann?"]


def test_a_question_has_answers_to_choose_from_and_a_picture_its_description(said):
    said["en"] = SAID | {
        "story.end.choices": "The right one.\n{other}\nA third.\n",
        "story.end.seen": "A bar.",
    }
    begin, end = Story.storyboard()
    assert (list(begin.choices), begin.seen) == ([], "")
    assert list(end.choices) == ["The right one.", "{other}", "A third."]
    assert end.seen == "A bar."


def test_what_a_variant_captions_anew_has_no_script_of_another_class(said):
    said["en"] = dict(SAID)
    assert scripts(Variant) == ["", "And then?", ""]
    said["en"]["variant.begin.script"] = "It begins."
    with pytest.raises(AssetError, match=r"words/en\.toml: variant\.after\.script: missing; write"):
        Variant.storyboard()


def test_a_script_that_is_missing_is_named_in_one_line(said):
    said.update(en=dict(SAID), de=dict(SAID))
    del said["en"]["story.end.script"]
    use_language("de")
    with pytest.raises(AssetError) as caught:
        Story.storyboard()
    (line,) = str(caught.value).splitlines()
    assert line.startswith("assets/words/en.toml: story.end.script: missing; write what is")


@pytest.mark.parametrize("lacking", ["", None])
def test_a_script_that_a_translation_lacks_is_said_in_english(said, lacking):
    said.update(en=dict(SAID), de={"story.begin.script": "Es war einmal."})
    if lacking is not None:
        said["de"]["story.end.script"] = lacking
    use_language("de")
    assert scripts(Story) == ["Es war einmal.", "And then?"]


@pytest.mark.parametrize(
    ("docstring", "found"),
    [
        (None, "has no docstring"),
        ("", "has no docstring"),
        ("Only a title", "has a docstring of another form"),
        ("A title\n\nA caption.\n\nA remark.", "has a docstring of another form"),
    ],
)
def test_a_beat_without_its_words_is_named_with_the_remedy(docstring, found):
    def only(self) -> None: ...

    only.__doc__ = docstring
    with pytest.raises(AssetError) as caught:
        type("Mute", (GrpoScene,), {"only": beat()(only)}).storyboard()
    (line,) = str(caught.value).splitlines()
    assert line.startswith("tests/scenes/script/test_beat_words.py: line ")
    assert f": Mute.only {found}; write its title, an empty line and its caption as" in line


def test_a_method_that_replaces_a_beat_and_is_none_is_named():
    def end(self) -> None:
        """How it ends\n\nUnmarked."""

    with pytest.raises(AssetError, match=r"Odd\.end replaces a beat; put @beat\(\) above it, or"):
        type("Odd", (Story,), {"end": end}).storyboard()


@pytest.mark.parametrize("words", [["A title"], ["A title", "A caption."]])
def test_a_title_that_stands_in_the_mark_is_refused(words):
    with pytest.raises(TypeError, match="are the docstring of its method"):
        beat(*words)
