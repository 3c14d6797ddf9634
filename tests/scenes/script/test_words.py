"""The films' words: all in one file a language, complete in each, and none in the code."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from lecture.catalogue import docstrings, running_order, scene_names
from scenes.script.assets import AssetError
from scenes.script.beat_words import ASIDE
from scenes.script.words import WORDS, entries, languages, say, translated, use_language

PROJECT = Path(__file__).resolve().parents[3]
SOURCES = [
    file
    for folder in ("scenes", "lecture")
    for file in sorted((PROJECT / folder).rglob("*.py"))
    if file.name != "words.py"
]
OWN = {name.lower() for name in scene_names() if name not in running_order()}
# A scene of one's own may have its words typed in, and so may the makers' sheet of pieces.
NO_FILMS = OWN | {"specimens"}
HOUSE = [file for file in SOURCES if not NO_FILMS & {file.stem, file.parent.name}]
# What draws words, and takes them as its first argument.
WRITERS = ("Prose", "fit_prose", "text_width", "quoted")
OTHERS = [code for code in languages() if code != "en"]
DOCSTRINGS = {key: text for scene in running_order() for key, text in docstrings(scene).items()}


def said(code: str) -> dict[str, str]:
    """What a language says by its keys, English with the docstrings of the beats.

    Without the table of what our own files and sources give.
    """
    words = {key: text for key, text in entries(code).items() if not key.startswith("given.")}
    return words | (DOCSTRINGS if code == "en" else {})


def keys(code: str) -> set[str]:
    return set(said(code))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def calls(file: Path, *names: str) -> list[ast.Call]:
    """Calls of functions with these names; a method called alike is something else."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names
    ]


# Words that a stranger to the project does not know, in the languages that we have.
INSIDERS = re.compile(
    r"notebook|recorded run|aufgezeichnet|inner step|innere\w* schritt|had its say"
    r"|ddof|numpy|\.py\b",
    re.IGNORECASE,
)


def patterns(*, filling: bool = False) -> list[re.Pattern]:
    """The keys that the code asks for; what is filled in there may be any one part of a key.

    With `filling` only those to which it gives values for their places.
    """
    asked = []
    for file in SOURCES:
        for call in calls(file, "say"):
            if filling and not call.keywords:
                continue
            key = call.args[0]
            parts = key.values if isinstance(key, ast.JoinedStr) else [key]
            text = (
                re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.]+"
                for part in parts
            )
            asked.append(re.compile("".join(text)))
    return asked


@pytest.mark.parametrize("code", OTHERS)
class TestTranslation:
    def test_no_sentence_is_missing(self, code):
        assert sorted(keys("en") - keys(code)) == []

    def test_no_sentence_is_left_over(self, code):
        assert sorted(keys(code) - keys("en")) == []

    def test_values_have_the_same_places(self, code):
        other = {
            key: places(text)
            for key, text in entries(code).items()
            if key in keys("en") and places(text) != places(said("en")[key])
        }
        assert other == {}

    def test_nothing_is_empty_and_no_caption_is_still_english(self, code):
        words = said(code)
        assert [key for key, text in words.items() if not text.strip()] == []
        captions = [key for key in words if key.endswith(".caption")]
        assert len(captions) >= 90
        assert [key for key in captions if words[key] == said("en")[key]] == []

    def test_captions_fit_two_lines(self, code):
        long = {key: text for key, text in entries(code).items() if key.endswith(".caption")}
        assert {key: len(text) for key, text in long.items() if len(text) > 84} == {}

    def test_a_question_has_as_many_answers_to_choose_from_as_in_english(self, code):
        def choices(language):
            said = entries(language).items()
            return {k: text.split("\n") for k, text in said if k.endswith(".choices")}

        ours, english = choices(code), choices("en")
        assert {k: len(lines) for k, lines in ours.items()} == {
            k: len(lines) for k, lines in english.items()
        }
        typed = {k: [line for line in lines if "{" not in line] for k, lines in ours.items()}
        assert [k for k, lines in typed.items() if len(set(lines)) < len(lines)] == []

    def test_every_text_of_our_own_groups_is_translated(self, code):
        texts = set()
        for file in (PROJECT / "assets" / "groups").glob("*.toml"):
            group = tomllib.loads(file.read_text(encoding="utf-8"))
            texts |= {group["question"], *(answer["text"] for answer in group["answers"])}
        # What is mathematics in one language is mathematics in the other.
        worded = {text for text in texts if re.search(r"[A-Za-z]{2}", text)}
        assert sorted(text for text in worded if f"given.{text}" not in entries(code)) == []

    def test_given_texts_are_given(self, code):
        """No translation of what stands nowhere."""
        places = [PROJECT / "assets", PROJECT / "grpo_core", PROJECT / "scenes"]
        files = [f for place in places for f in place.rglob("*") if f.suffix in (".toml", ".py")]
        files = [file for file in files if file.parent != WORDS]
        text = "\n".join(file.read_text(encoding="utf-8") for file in files)
        given = [key.removeprefix("given.") for key in entries(code) if key.startswith("given.")]
        assert given
        assert [words for words in given if words not in text] == []


class TestCode:
    def test_every_key_that_is_asked_for_is_there(self):
        known = keys("en")
        unknown = [p.pattern for p in patterns() if not any(p.fullmatch(key) for key in known)]
        assert unknown == []

    def test_every_place_is_filled(self):
        """Else the film shows it: "about 200k {count} times closer".

        What a beat says aside is filled by its film, which stops where it cannot.
        """
        asked, filled = patterns(), patterns(filling=True)
        unfilled = [
            key
            for key, text in entries("en").items()
            if places(text)
            and key.rpartition(".")[2] not in ASIDE
            and any(p.fullmatch(key) for p in asked)
            and not any(p.fullmatch(key) for p in filled)
        ]
        assert unfilled == []

    def test_every_question_of_a_film_has_answers_to_choose_from(self):
        beats = {key.rpartition(".")[0] for key in DOCSTRINGS}
        asking = {beat for beat in beats if f"{beat}.ask" in entries("en")}
        assert {beat for beat in beats if f"{beat}.choices" in entries("en")} == asking

    def test_no_words_are_left_over(self):
        beats = "|".join({key.rpartition(".")[0] for key in DOCSTRINGS})
        asked = [*patterns(), re.compile(rf"({beats})\.({'|'.join(ASIDE)})")]
        spare = [
            key
            for key in entries("en")
            if key not in ("language", "decimal_mark")
            and not any(pattern.fullmatch(key) for pattern in asked)
        ]
        # A page gets its whole table at once.
        assert [key for key in sorted(spare) if not key.startswith("gallery.")] == []

    def test_keys_are_written_where_words_are_asked_for(self):
        """Otherwise nothing could be said about the words that nobody asks for."""
        hidden = [
            f"{file.name}: {ast.unparse(call)}"
            for file in HOUSE
            for call in calls(file, "say")
            if not isinstance(call.args[0], ast.Constant | ast.JoinedStr)
        ]
        assert hidden == []

    @pytest.mark.parametrize("file", HOUSE, ids=lambda file: f"{file.parent.name}/{file.stem}")
    def test_no_word_is_typed_in(self, file):
        typed = [
            ast.unparse(call)
            for call in calls(file, *WRITERS)
            if call.args and re.search(r"[A-Za-z]{2}", literal(call.args[0]))
        ]
        assert typed == []

    def test_a_beat_s_english_is_its_docstring_alone(self):
        assert sorted(DOCSTRINGS.keys() & entries("en").keys()) == []


def literal(node: ast.expr) -> str:
    """What of an expression is typed."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    typed = (p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str))
    return re.sub(r"</?\w+>", "", "".join(typed))


class TestSay:
    def test_says_it_in_the_language_that_was_chosen(self):
        key = "equation.row.ratio"
        assert say(key) == "ratio"
        use_language("de")
        written = tomllib.loads((WORDS / "de.toml").read_text(encoding="utf-8"))
        assert say(key) == written["equation"]["row"]["ratio"] != "ratio"

    def test_a_place_that_nothing_fills_never_reaches_the_screen(self):
        with pytest.raises(AssetError, match=r"sieve\.about: nothing fills \{count\}"):
            say("pipeline.sieve.about")
        assert say("pipeline.sieve.about", count=3) == "about 3k"

    def test_an_unknown_key_and_an_unknown_language_are_named(self):
        with pytest.raises(AssetError, match=r"en\.toml: clipping\.nothing: missing"):
            say("clipping.nothing")
        with pytest.raises(KeyError, match="no language 'xx'; there are en, de"):
            use_language("xx")

    def test_a_text_of_the_users_stays_as_it_is(self):
        use_language("de")
        assert translated("my own answer") == "my own answer"


@pytest.mark.parametrize("code", languages())
def test_a_film_that_is_spoken_says_nothing_that_only_insiders_know(code):
    words = said(code)
    spoken = {key.split(".")[0] for key in words if key.endswith(".script")}
    assert spoken
    films = {key: text for key, text in words.items() if key.split(".")[0] in spoken}
    assert [key for key, text in films.items() if INSIDERS.search(text)] == []
