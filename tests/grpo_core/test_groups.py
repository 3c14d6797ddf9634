import dataclasses
import math
import os

import numpy as np
import pytest

from grpo_core import GroupFileError, WorkedGroup, evaluate_group, load_group

HEAD = 'question = "1 + 1 = ?"\n'
ONE = '[[answers]]\ntext = "2"\nreward = 1\nold = 0.5\nnew = 0.6\nref = 0.4\n'
TWO = '[[answers]]\ntext = "3"\nreward = 0\nold = 0.5\nnew = 0.4\nref = 0.6\n'
GOOD = HEAD + ONE + TWO


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "group.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal(path, shown=None):
    """The message of the refusal, which must be one line that names the file."""
    with pytest.raises(GroupFileError) as caught:
        load_group(path)
    message = str(caught.value)
    assert (shown or str(path)) in message.split(": ")[0]
    assert len(message.splitlines()) == 1
    return message


def test_a_good_file(write):
    group = load_group(write(GOOD))
    assert group.question == "1 + 1 = ?"
    assert group.texts == ("2", "3")
    assert group.size == 2
    assert (group.eps_low, group.eps_high, group.beta, group.ddof) == (0.2, None, 0.04, 0)
    assert group.scale == "std"
    np.testing.assert_array_equal(group.rewards, [1, 0])
    np.testing.assert_allclose(group.old, [0.5, 0.5], rtol=1e-15)
    np.testing.assert_allclose(group.new, [0.6, 0.4], rtol=1e-15)
    np.testing.assert_allclose(group.ref, [0.4, 0.6], rtol=1e-15)
    assert group.is_complete


def test_settings_of_the_file(write):
    settings = 'epsilon_low = 0.1\nepsilon_high = 3\nbeta = 0\nddof = 1\nscale = "none"\n'
    group = load_group(str(write(settings + GOOD)))
    assert (group.eps_low, group.eps_high, group.beta) == (0.1, 3.0, 0.0)
    assert (group.ddof, group.scale) == (1, "none")


def test_log_probabilities_of_a_real_model(write):
    answer = (
        '[[answers]]\ntext = "{}"\nreward = {}\nold_logp = {}\nnew_logp = {}\nref_logp = -92.3\n'
    )
    group = load_group(
        write(HEAD + answer.format("a", 1, -92.1, -91.9) + answer.format("b", 0, -92.1, -92.2))
    )
    assert not group.is_complete
    assert group.old[0] == pytest.approx(1e-40, rel=0.01)
    table = evaluate_group(group)
    np.testing.assert_allclose(table.ratio, [math.exp(0.2), math.exp(-0.1)], rtol=1e-12)
    np.testing.assert_array_equal(table.binds, [True, False])
    assert math.isfinite(table.objective)


def test_a_group_of_64_and_a_byte_order_mark(write):
    group = load_group(write(b"\xef\xbb\xbf" + (HEAD + ONE * 63 + TWO).encode()))
    assert group.size == 64
    assert not group.is_complete


def test_the_shipped_groups(shipped):
    for name, size, eps in (
        ("worked", 4, 0.2),
        ("notebook_rewards", 10, 0.1),
        ("notebook_clips", 4, 0.1),
        ("lab", 8, 0.2),
    ):
        group = shipped(name)
        assert (group.size, group.eps_low) == (size, eps)
        assert max(map(len, group.texts)) <= 16, "the text must fit a small card"


# Files that are no group files.


def test_missing_file(tmp_path):
    message = refusal(tmp_path / "nowhere.toml")
    assert "no such file" in message
    assert "check the path" in message


def test_folder(tmp_path):
    message = refusal(tmp_path)
    assert "folder" in message
    assert ".toml" in message


def test_not_utf8(write):
    message = refusal(write(HEAD.encode() + b"# \xe9t\xe9\n" + ONE.encode()))
    assert "line 2 is not UTF-8" in message
    assert "save the file as UTF-8" in message


@pytest.mark.parametrize("content", [HEAD + "beta = = 1\n", HEAD + "beta 1\n"])
def test_not_toml(write, content):
    message = refusal(write(content))
    assert "not TOML" in message
    assert "line 2" in message
    assert "correct that line" in message


def test_absurd_toml(write):
    assert "not TOML" in refusal(write("beta = " + "9" * 5000))
    assert "nests too deep" in refusal(write("beta = " + "[" * 5000))


def test_a_path_with_a_line_break(tmp_path):
    with pytest.raises(GroupFileError) as caught:
        load_group(tmp_path / "a\nb.toml")
    assert len(str(caught.value).splitlines()) == 1


ANSWER = '[[answers]]\ntext = "x"\nreward = 1\nold = 0.1\nnew = 0.1\nref = 0.1\n'
# Content that would take for ever, and what is said at once.
HUGE = {
    "300 answers": (HEAD + ANSWER * 300, "answers: 300 are given; keep the 64"),
    "65 answers in one list": (
        HEAD + "answers = [" + '{text="x",reward=1,old=0.1,new=0.1,ref=0.1},' * 65 + "]",
        "answers: 65 are given; keep the 64",
    ),
    "a key of many parts": ("question" + ".a" * 30_000 + " = 1\n", "more than 7 dots"),
    "a table of many parts": (
        HEAD + "# '\nz = '''\n\n'''\n[x" + '."a"' * 30_000 + "]\n",
        "line 6: [x.",
    ),
    "a deep value": ("question = {" + "a = {" * 300 + "}" * 301, "is not text"),
    "a deep list": ("question = " + "[" * 90 + "]" * 90 + "\n", "question: [[[[[["),
    "a long key": (HEAD + "a" * 400_000 + " = 1\n", "unknown key"),
    "a long value": ("question = [" + "1," * 100_000 + "]\n", "is not text"),
    "16 MB": (HEAD + "#" * 16_000_000, "it holds 16 MB, and a group file at most 8"),
}


@pytest.mark.parametrize("case", HUGE)
def test_more_than_a_group_holds_is_refused_in_a_short_line(write, case):
    content, said = HUGE[case]
    file = write(content)
    message = refusal(file).removeprefix(str(file))
    assert said in message
    assert len(message) < 250


def test_dots_and_tables_in_texts_do_not_count(write):
    """Code and prose hold both."""
    code = "a.b.c.d.e.f.g.h.i.j.k = 1\n" + "[[answers]]\n" * 70
    text = GOOD.replace('"2"', f'"""{code}"""').replace('"3"', "'x.y.z.a.b.c.d.e.f.g'  # [[a]]")
    group = load_group(write(text.replace("reward", "reward ") + "# " + "a." * 50))
    assert group.texts == (code, "x.y.z.a.b.c.d.e.f.g")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for device in (tmp_path / "pipe", "/dev/zero", "/dev/null"):
        assert "a pipe or a device; save the group as a .toml file" in refusal(device)


def test_a_link_that_leads_to_itself(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "check the path" in refusal(tmp_path / "a")


def test_control_characters_never_reach_a_terminal(write, tmp_path):
    keyed = refusal(write(HEAD + '"\\u001b[31m\\u202eder\\nline" = 1\n'))
    assert "\\x1b[31m\\u202eder line: unknown key" in keyed
    valued = refusal(write(GOOD.replace("reward = 1", 'reward = "\\u001b]0;x\\u0007"')))
    named = refusal(tmp_path / "a\x1b[2J.toml", shown="a\\x1b[2J.toml")
    assert all(message.isprintable() for message in (keyed, valued, named))


# One bad field: a change to the good file, the field named, the remedy.

BAD_FIELDS = {
    "no question": ((HEAD, ""), "question", "add question"),
    "empty question": (("1 + 1 = ?", "  "), "question", "write the question"),
    "question not text": (('"1 + 1 = ?"', "2"), "question", "quotes"),
    "no answers": ((ONE + TWO, ""), "answers", "[[answers]]"),
    "answers a number": ((ONE + TWO, "answers = 3"), "answers", "[[answers]]"),
    "answers of numbers": ((ONE + TWO, "answers = [1, 2]"), "answers", "[[answers]]"),
    "answers one table": ((ONE + TWO, "[answers]\ntext = ['2', '3']"), "answers", "[[answers]]"),
    "empty answers": ((ONE + TWO, "answers = []"), "answers", "at least 2 answers"),
    "group of one": ((TWO, ""), "answers", "at least 2 answers"),
    "unknown key": ((HEAD, HEAD + "epsilon = 0.2\n"), "epsilon:", "'epsilon_low'"),
    "misspelt key": ((HEAD, HEAD + "bata = 0.2\n"), "bata", "'beta'"),
    "unknown key of an answer": (
        ("old = 0.5\nnew = 0.4", "odl = 0.5\nnew = 0.4"),
        "answers[2].odl",
        "'old'",
    ),
    "no text": (('text = "3"\n', ""), "answers[2].text", "give every answer its text"),
    "empty text": (('"3"', '""'), "answers[2].text", "write the answer"),
    "text not text": (('"3"', "3"), "answers[2].text", "quotes"),
    "no reward": (("reward = 0\n", ""), "answers[2].reward", "give every answer its reward"),
    "reward a string": (("reward = 0", 'reward = "0"'), "answers[2].reward", "without quotes"),
    "reward a bool": (("reward = 0", "reward = false"), "answers[2].reward", "write 0 instead"),
    "reward nan": (("reward = 0", "reward = nan"), "answers[2].reward", "finite number"),
    "reward inf": (("reward = 0", "reward = -inf"), "answers[2].reward", "finite number"),
    "reward huge": (("reward = 0", "reward = " + "9" * 400), "answers[2].reward", "smaller"),
    "probability 0": (("new = 0.4", "new = 0.0"), "answers[2].new", "new_logp for a tiny one"),
    "probability above 1": (("ref = 0.4", "ref = 1.5"), "answers[1].ref", "at most 1"),
    "probability negative": (("ref = 0.4", "ref = -0.5"), "answers[1].ref", "above 0"),
    "probability nan": (("new = 0.6", "new = nan"), "answers[1].new", "above 0"),
    "probability inf": (("new = 0.6", "new = inf"), "answers[1].new", "at most 1"),
    "probability a string": (("new = 0.6", 'new = "0.6"'), "answers[1].new", "without quotes"),
    "probability a list": (("new = 0.6", "new = [0.6]"), "answers[1].new", "number"),
    "probability a bool": (("new = 0.6", "new = true"), "answers[1].new", "write 1 instead"),
    "both kinds in an answer": (
        ("new = 0.4", "new_logp = -0.4"),
        "answers[2]",
        "either old, new, ref or old_logp, new_logp, ref_logp",
    ),
    "both kinds in the file": (
        (TWO, "[[answers]]\ntext = '3'\nreward = 0\nold_logp = -1\nnew_logp = -1\nref_logp = -1\n"),
        "answers[2].old_logp",
        "one kind",
    ),
    "epsilon_low negative": ((HEAD, HEAD + "epsilon_low = -0.1\n"), "epsilon_low", "at least 0"),
    "epsilon_high nan": ((HEAD, HEAD + "epsilon_high = nan\n"), "epsilon_high", "at least 0"),
    "epsilon_low a string": ((HEAD, HEAD + "epsilon_low = 'x'\n"), "epsilon_low", "a number"),
    "beta negative": ((HEAD, HEAD + "beta = -1\n"), "beta", "at least 0"),
    "beta inf": ((HEAD, HEAD + "beta = inf\n"), "beta", "at least 0"),
    "ddof 2": ((HEAD, HEAD + "ddof = 2\n"), "ddof", "write 0"),
    "ddof a bool": ((HEAD, HEAD + "ddof = true\n"), "ddof", "write 0"),
    "scale unknown": ((HEAD, HEAD + "scale = 'batch'\n"), "scale", '"none"'),
}


@pytest.mark.parametrize("case", BAD_FIELDS)
def test_bad_field(write, case):
    (old, new), field, remedy = BAD_FIELDS[case]
    assert old in GOOD
    message = refusal(write(GOOD.replace(old, new, 1)))
    assert field in message
    assert remedy in message


def test_unequal_counts(write):
    three = GOOD + TWO.replace("ref = 0.6\n", "")
    message = refusal(write(three))
    assert "answers[3].ref" in message
    assert "answers 1, 2 have it, answer 3 does not" in message
    assert "give every answer its ref" in message


def test_a_field_that_no_answer_has(write):
    message = refusal(write(GOOD.replace("ref = 0.4\n", "").replace("ref = 0.6\n", "")))
    assert "answers[1].ref: missing: answers 1, 2 do not" in message


@pytest.mark.parametrize(
    ("logp", "problem", "remedy"),
    [
        ("0.1", "0.1 is above 0", "at most 0"),
        ("nan", "nan is not finite", "finite number"),
        ("-inf", "-inf is not finite", "finite number"),
        ("-800", "does not fit", "within 700 nats"),
    ],
)
def test_bad_log_probability(write, logp, problem, remedy):
    answer = '[[answers]]\ntext = "a"\nreward = 1\nold_logp = {}\nnew_logp = -1\nref_logp = -1\n'
    message = refusal(write(HEAD + answer.format("-1") + answer.format(logp)))
    assert "answers[2].old_logp ('a')" in message
    assert problem in message
    assert remedy in message


def test_a_reference_too_far_from_the_old_policy(write):
    """Films show the group before its update: then the ratio of these two is taken."""
    answer = '[[answers]]\ntext = "a"\nreward = 1\nold_logp = {}\nnew_logp = -400\nref_logp = -1\n'
    message = refusal(write(HEAD + answer.format("-1") + answer.format("-750")))
    assert "answers[2].ref_logp ('a')" in message
    assert "749 nats from old_logp" in message
    assert "within 700 nats" in message


# Groups made in Python.


def test_a_changed_copy_is_checked(worked):
    changed = dataclasses.replace(worked, rewards=[1, 0, 1, 1])
    np.testing.assert_array_equal(changed.rewards, [1, 0, 1, 1])
    with pytest.raises(ValueError, match="rewards"):
        dataclasses.replace(worked, rewards=[1, 0, 1])
    with pytest.raises(ValueError, match="new_logp"):
        dataclasses.replace(worked, new_logp=np.log([0.3, 0.2, 0.07, 1.2]))
    with pytest.raises(ValueError, match="epsilon_low"):
        dataclasses.replace(worked, eps_low=-1)


def test_arrays_cannot_be_written_and_are_not_shared(worked):
    with pytest.raises(ValueError, match="read-only"):
        worked.rewards[0] = 5
    mine = np.zeros(2)
    group = WorkedGroup("q", ("a", "b"), mine, mine - 1, mine - 1, mine - 1)
    mine[0] = 3
    assert group.rewards[0] == 0


# Tokens.

ROWS = "old_token_logp = [-0.5, -0.2]\nnew_token_logp = [-0.4, -0.2]\nref_token_logp = [-0.9, 0]\n"
WORDED = 'tokens = ["40", "8"]\n'
SPOKEN = (
    '[[answers]]\ntext = "408"\nreward = 1\nold_logp = -0.7\nnew_logp = -0.6\nref_logp = -0.9\n'
)
SILENT = '[[answers]]\ntext = "3"\nreward = 0\nold_logp = -2\nnew_logp = -2\nref_logp = -1\n'
TOKENS = HEAD + SPOKEN + WORDED + ROWS + SILENT


def test_an_answer_may_give_its_tokens(write):
    group = load_group(write(TOKENS))
    given, missing = group.per_token
    assert missing is None
    assert given.tokens == ("40", "8")
    np.testing.assert_array_equal(given.old_token_logp, [-0.5, -0.2])
    np.testing.assert_array_equal(given.new_token_logp, [-0.4, -0.2])
    np.testing.assert_array_equal(given.ref_token_logp, [-0.9, 0.0])
    assert load_group(write(TOKENS.replace(WORDED, ""))).per_token[0].tokens == ()
    assert load_group(write(GOOD)).per_token == ()


def test_tokens_may_stand_beside_probabilities(write):
    half = "old_token_logp = [-0.6931471805599453]\nnew_token_logp = [-0.5108256237659907]\n"
    group = load_group(write(HEAD + ONE + half + "ref_token_logp = [-0.916290731874155]\n" + TWO))
    assert group.per_token[0].size == 1  # e^-0.693.. = 1/2, e^-0.511.. = .6, e^-0.916.. = .4


BAD_TOKENS = {
    "sum": ("[-0.5, -0.2]", "[-0.5, -0.21]", "old_token_logp", "write old_logp = -0.71"),
    "sum, by a little": (
        "[-0.4,",
        "[-0.400002,",
        "new_token_logp",
        "the answer's new_logp is -0.6",
    ),
    "length": ("[-0.9, 0]", "[-0.9]", "ref_token_logp", "1 given, old_token_logp gives 2"),
    "texts": ('["40", "8"]', '["408"]', "tokens", "1 given, old_token_logp gives 2"),
    "a text": ('["40", "8"]', '["40", 8]', "tokens[2]", "put it in quotes"),
    "no texts": ('["40", "8"]', "[]", "tokens", "leave it out"),
    "not a list": ('["40", "8"]', '"408"', "tokens", 'such as ["40", "8"]'),
    "one number": ("[-0.5, -0.2]", "-0.7", "old_token_logp", "such as [-0.1, -2.3]"),
    "a number": ("[-0.5, -0.2]", "[-0.5, 'x']", "old_token_logp[2]", "without quotes"),
    "above 0": ("[-0.5, -0.2]", "[-0.9, 0.2]", "old_token_logp[2]", "at most 0"),
    "nan": ("[-0.5, -0.2]", "[nan, -0.2]", "old_token_logp[1]", "finite"),
    "none": ("[-0.5, -0.2]", "[]", "old_token_logp", "a number for each token"),
    "a row": ("new_token_logp = [-0.4, -0.2]\n", "", "new_token_logp", "leave all tokens out"),
    "only texts": (ROWS, "", "old_token_logp", "leave all tokens out"),
}


@pytest.mark.parametrize("case", BAD_TOKENS)
def test_bad_tokens(write, case):
    old, new, field, remedy = BAD_TOKENS[case]
    assert old in TOKENS
    message = refusal(write(TOKENS.replace(old, new, 1)))
    assert f"answers[1].{field}: " in message
    assert remedy in message


def test_a_copy_keeps_the_tokens_of_the_answers_that_stay(write):
    spoken = SPOKEN + WORDED + ROWS
    group = load_group(write(HEAD + spoken + spoken))
    moved = dataclasses.replace(group, new_logp=[-0.6, -0.5])
    assert moved.per_token == (group.per_token[0], None)
    assert dataclasses.replace(group, rewards=[0, 1]).per_token == group.per_token
    with pytest.raises(ValueError, match="per_token: 1 given for 2 answers"):
        dataclasses.replace(group, per_token=group.per_token[:1])


# Answers that were drawn again.


def test_an_answer_drawn_again_is_the_same_outcome():
    """Its probability stands twice: .6 + .6 + .4 is more than 1, of two outcomes it is 1."""
    rows = [np.log([0.6, 0.4, 0.6])] * 3
    group = WorkedGroup("q", ("a", "b", "a"), [1, 0, 1], *rows)
    assert group.outcome.tolist() == [0, 1, 0]
    assert group.different.tolist() == [0, 1]
    assert group.has_repeats
    assert not group.is_complete


def test_a_row_that_sums_to_1_only_by_its_repeats_is_not_complete():
    rows = [np.log([0.25, 0.25, 0.5])] * 3
    assert not WorkedGroup("q", ("a", "a", "b"), [1, 1, 0], *rows).is_complete
    other_path = WorkedGroup("q", ("a", "a", "b"), [1, 1, 0], *rows[:2], np.log([0.2, 0.3, 0.5]))
    assert other_path.is_complete and not other_path.has_repeats


def test_what_a_policy_gives_different_texts():
    """0.3 + 0.8 by hand; of "b", drawn twice with another rounding, the smaller counts."""
    old = np.log([0.3, 0.8, 0.82])
    group = WorkedGroup("?", ("a", "b", "b"), [1, 0, 0], old, np.log([0.5, 0.2, 0.2]), old)
    assert group.shares("old") == pytest.approx(1.1)
    assert group.shares("new") == pytest.approx(0.7)
