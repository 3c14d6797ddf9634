"""Group files and links: what is written can be read, by the films' own reader too."""

from __future__ import annotations

import base64
import json
import tomllib
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest

from explorer import link, series
from explorer.group_file import (
    fitting_toml,
    presets,
    read_group,
    safe_name,
    same_numbers,
    short_name,
    to_toml,
)
from explorer.session import Refusal, Session
from grpo_core import AnswerTokens, GroupFileError, WorkedGroup, load_group, parse_group
from grpo_core.group_file import MOST_BYTES

AWKWARD = ('quote " and \\ backslash', "line\nbreak\ttab", "π ≠ 3 \x7f\x01", "''' [[answers]] #")


def awkward_group() -> WorkedGroup:
    rows = np.log([[0.2, 0.4, 0.1, 0.3], [1 / 3, 0.2, 0.07, 1e-7], [0.15, 0.4, 0.14, 0.31]])
    settings = {"eps_low": 0.1, "eps_high": 0.28, "beta": 0.0, "ddof": 1}
    return WorkedGroup('"q"\\', AWKWARD, [1, -0.5, 1e6, 0], *rows, **settings)


@pytest.mark.parametrize("name", presets())
@pytest.mark.parametrize("logs", [False, True])
def test_a_shipped_group_survives(tmp_path: Path, name: str, logs: bool) -> None:
    group = load_group(presets()[name])
    file = tmp_path / "again.toml"
    file.write_text(to_toml(group, logs=logs), encoding="utf-8")
    assert same_numbers(load_group(file), group)


def test_awkward_texts_and_numbers_survive(tmp_path: Path) -> None:
    file = tmp_path / "awkward.toml"
    file.write_bytes(to_toml(awkward_group()).encode())
    again = load_group(file)
    assert again.texts == AWKWARD
    assert same_numbers(again, awkward_group())


def test_typed_decimals_stay_as_they_were_typed() -> None:
    text = to_toml(Session.worked().group)
    assert "old = 0.2\nnew = 0.3\nref = 0.15\n" in text


def test_tiny_probabilities_are_written_as_logarithms() -> None:
    group = WorkedGroup("q", ("a", "b"), [0, 1], [-300, -310], [-301, -309], [-300, -310])
    assert "old_logp = -300.0" in to_toml(group)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"question = 1", "mine.toml: question: 1 is not text"),
        (b"\xff", "mine.toml: line 1 is not UTF-8 text"),
        (b"", "mine.toml: question: missing"),
        (b"a = [", "mine.toml: this is not TOML"),
    ],
)
def test_a_bad_file_is_named_as_make_render_names_it(content: bytes, said: str) -> None:
    with pytest.raises(GroupFileError) as error:
        read_group("mine.toml", content)
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("text", ["四百零八", "चार सौ आठ", "أربعمئة", "👩‍👩‍👧"])
def test_every_script_is_opened(text: str) -> None:
    content = to_toml(Session.worked().with_answer(0, "text", text).group)
    assert read_group("mine.toml", content.encode()).texts[0] == text


def test_a_text_longer_than_the_explorer_shows() -> None:
    content = to_toml(Session.worked().group).replace('"398"', f'"{"x" * 4001}"')
    with pytest.raises(GroupFileError, match=r"mine\.toml: answers\[2\]\.text: more than 4000"):
        read_group("mine.toml", content.encode())


def test_more_answers_than_the_explorer_shows() -> None:
    answer = '[[answers]]\ntext = "a"\nreward = 1\nold = 0.5\nnew = 0.5\nref = 0.5\n'
    with pytest.raises(GroupFileError, match="65 are given"):
        read_group("mine.toml", ('question = "q"\n' + 65 * answer).encode())


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("../../etc/passwd", "passwd.toml"),
        ("C:\\temp\\mine.toml", "mine.toml"),
        ("", "group.toml"),
        ("..", "group.toml"),
        ("a b;$(rm).toml", "a_b_rm_.toml"),
    ],
)
def test_a_file_s_name_leads_nowhere(typed: str, name: str) -> None:
    assert safe_name(typed) == name


def test_a_question_becomes_a_name() -> None:
    assert short_name("17 × 24 = ?") == "17-24"
    assert short_name("四") == "group"


# -- tokens -------------------------------------------------------------------

THIRD = -1 / 3  # a float with all its digits


def token_group(token: str = "4") -> WorkedGroup:
    """Two answers, the first with three tokens; of the second none are known."""
    answer = AnswerTokens([THIRD] * 3, [-0.25] * 3, [-0.5] * 3, tokens=(token,) * 3)
    old, new, ref = ([total, -1.0] for total in answer.sums)
    return WorkedGroup("q", ("408", "398"), [1, 0], old, new, ref, per_token=(answer, None))


def rows_of(group: WorkedGroup) -> list[list[float]]:
    """What `group` knows of its first answer's tokens."""
    return [row.tolist() for row in group.per_token[0].rows.values()]


@pytest.mark.parametrize("logs", [False, True])
def test_tokens_survive_a_file(logs: bool) -> None:
    again = parse_group(to_toml(token_group(), logs=logs).encode(), "again.toml")
    assert rows_of(again) == [[THIRD] * 3, [-0.25] * 3, [-0.5] * 3]
    assert again.per_token[0].tokens == ("4", "4", "4")
    assert again.per_token[1] is None


def test_tokens_survive_a_link_and_count() -> None:
    session = Session.of(token_group())
    assert session.tokens == (3, 1)
    assert rows_of(link.decode(link.encode(session)).group) == rows_of(session.group)
    assert not link.leaves_tokens_out(session)


def test_too_many_tokens_stay_out_of_a_link_and_it_is_said() -> None:
    random = np.random.default_rng(0)
    rows = -random.random((3, 2000))
    answer = AnswerTokens(*rows)
    old, new, ref = ([total, -1.0] for total in answer.sums)
    group = WorkedGroup("q", ("a", "b"), [1, 0], old, new, ref, per_token=(answer, None))
    session = Session.of(group)
    assert link.leaves_tokens_out(session)
    again = link.decode(link.encode(session))
    assert again.group.per_token == ()
    assert again.tokens == (2000, 1)
    assert same_numbers(again.group, group)


def test_an_edit_keeps_the_tokens_that_are_still_true() -> None:
    session = Session.of(token_group())
    for change in (
        session.with_answer(0, "reward", 0.5),
        session.with_answer(1, "new", 0.2),
        session.with_answer(1, "text", "399"),
        session.with_dial("beta", 1),
        session.with_answer_added(),
        session.with_answer(0, "tokens", 3),
        session.with_level("token").with_level("answer"),
    ):
        assert rows_of(change.group) == rows_of(session.group)
    for change in (
        session.with_answer(0, "new", 0.2),
        session.with_answer(0, "text", "407"),
        session.with_answer(0, "tokens", 4),
        session.with_answer_added().without_answer(0),
    ):
        assert not any(change.group.per_token)


def test_a_file_that_could_not_be_read_leaves_its_tokens_out() -> None:
    group = token_group("4" * 3_000_000)
    assert len(to_toml(group).encode()) > MOST_BYTES
    again = parse_group(fitting_toml(group).encode(), "again.toml")
    assert again.per_token == ()
    assert same_numbers(again, group)


# -- links --------------------------------------------------------------------


def test_a_link_brings_back_all_that_was_set() -> None:
    session = Session.of(awkward_group()).with_answer(1, "tokens", 7).with_level("token")
    again = link.decode(link.encode(session.with_logs(True)))
    assert same_numbers(again.group, session.group)
    assert (again.tokens, again.level, again.logs) == ((1, 7, 1, 1), "token", True)


def test_a_link_keeps_texts_that_no_film_can_draw() -> None:
    session = Session.worked().with_answer(0, "text", "四百")
    assert link.decode(link.encode(session)).group.texts[0] == "四百"


def test_answers_too_long_for_a_link() -> None:
    random = np.random.default_rng(0)
    session = Session.worked()
    for index in range(4):
        noise = "".join(map(chr, random.integers(0x4E00, 0x9FFF, 4000)))
        session = session.with_answer(index, "text", noise)
    with pytest.raises(Refusal, match="save the group instead"):
        link.encode(session)


def packed(state: object) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(state).encode())).decode().rstrip("=")


GOOD = {"group": to_toml(Session.worked().group), "level": "answer", "logs": False}


@pytest.mark.parametrize(
    "letters",
    [
        "x",
        "?!",
        "A" * 100_000,
        packed([1, 2]),
        packed({"group": 3}),
        packed(GOOD),
        packed(GOOD | {"tokens": [1, 1]}),
        packed(GOOD | {"tokens": [1, 1, 1, "x"]}),
        packed(GOOD | {"tokens": [1, 1, 1, 1], "level": "word"}),
        packed({"group": "x" * 5_000_000}),  # small as it comes, large unpacked
        link.encode(Session.worked())[:-20],
    ],
)
def test_a_damaged_link_is_refused_in_one_line(letters: str) -> None:
    with pytest.raises(ValueError) as refusal:
        link.decode(letters)
    assert "\n" not in str(refusal.value)


def test_a_link_s_group_is_checked_like_a_file() -> None:
    state = GOOD | {"tokens": [1, 1, 1, 1], "group": GOOD["group"].replace("0.43", "1.43")}
    with pytest.raises(GroupFileError, match=r"answers\[4\]\.new: 1\.43"):
        link.decode(packed(state))


NUMBERS = ("0", "1e308", "-1e308", "5e-324", "nan", "-inf", "1e400", "-745", "1979-05-27", "0x1")
JUNK = (None, True, [], {}, "x", -1, 1e308, 10**400, [[1]] * 4, {"a": {"b": 1}})


def mutations() -> Iterator[object]:
    """States that differ from a good one in a line of the group, or in a part."""
    random = Random(13)
    good = GOOD | {"tokens": [1, 1, 1, 1]}
    lines = good["group"].split("\n")
    for at, line in enumerate(lines):
        for number in NUMBERS if " = " in line else ():
            changed = [*lines[:at], f"{line.split(' = ')[0]} = {number}", *lines[at + 1 :]]
            yield good | {"group": "\n".join(changed), "logs": random.random() < 0.5}
        yield good | {"group": "\n".join(lines[:at] + lines[at + 1 :])}
        yield good | {"group": "\n".join(lines[:at] + lines[at:] + lines[at:])}
    for part in good:
        yield from (good | {part: junk} for junk in JUNK)
        yield {key: value for key, value in good.items() if key != part}
    yield from JUNK
    yield good | {"group": "a." * 200_000 + "a = 1"}
    yield good | {"group": "[" * 100_000}
    yield good | {"group": good["group"].replace("398", "x" * 500_000)}
    yield good | {"tokens": [1] * 200_000}


def test_whatever_a_link_holds_it_opens_or_is_refused_in_one_line() -> None:
    opened = 0
    for state in mutations():
        try:
            session = link.decode(packed(state))
        except ValueError as error:
            assert "\n" not in str(error)
            continue
        opened += 1
        json.dumps(series.rows(session), allow_nan=False)
        assert link.decode(link.encode(session)).group.texts == session.group.texts
    assert opened > 20  # not all of them were refused


def test_a_link_of_dotted_keys_is_refused_before_it_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def parsed(*_: object) -> None:
        raise AssertionError("TOML takes quadratic time for this")

    monkeypatch.setattr(tomllib, "loads", parsed)
    with pytest.raises(Refusal, match="link: it is damaged"):
        link.decode(packed(GOOD | {"tokens": [1, 1, 1, 1], "group": "a." * 250_000 + "a = 1"}))
