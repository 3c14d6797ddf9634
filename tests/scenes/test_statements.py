"""No film and no page says of GRPO what is not so: what `lecture/refuted.toml` lists."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import lecture
from lecture.catalogue import scene_class, scene_names

PROJECT = Path(__file__).parents[2]
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("*/README.md")])
ENTRIES = tomllib.loads(Path(lecture.__file__).with_name("refuted.toml").read_text("utf-8"))

_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!i\.e\.)(?<!e\.g\.)(?<!Dr\.)\s+|\n\s*\n|\|")
_CLAUSE_END = re.compile(r"(?<![<=>] 0)[;:]\s|\s[–—]\s|,?\s\bbut\b|,\s(?:and|so)\b")
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|neither|nor|nothing|nobody|cannot|without|instead of|rather than)\b"
    r"|n't\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Refuted:
    """A false claim: how it is recognised, what refutes it, and what to say instead."""

    point: str
    patterns: tuple[re.Pattern, ...]
    says: tuple[str, ...]
    instead: str
    unless: re.Pattern | None

    def is_in(self, sentence: str) -> bool:
        """Whether a sentence claims it: not when it asks or denies."""
        if sentence.endswith("?") or (self.unless and self.unless.search(sentence)):
            return False
        return any(
            not _DENIAL.search(clause[: _claim_in(match)])
            for clause in _CLAUSE_END.split(sentence)
            for pattern in self.patterns
            for match in pattern.finditer(clause)
        )


def _claim_in(match: re.Match) -> int:
    """Where the claim begins: a denial before it turns it round."""
    return match.start("claim" if "claim" in match.groupdict() else 0)


def _entry(point: str, patterns: list[str], says: list[str], instead: str, unless: str = ""):
    compiled = tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    exception = re.compile(unless, re.IGNORECASE) if unless else None
    return Refuted(point, compiled, tuple(says), instead, exception)


REFUTED = [_entry(**entry) for entry in ENTRIES["refuted"]]


def false_claims(text: str) -> Iterator[str]:
    """What is false in `text`, why, and what to say instead."""
    for sentence in _SENTENCE_END.split(text):
        words = " ".join(sentence.split())
        for entry in REFUTED:
            if entry.is_in(words):
                yield f"{words!r}: refuted by {entry.point}. Say: {entry.instead!r}"


def read_aloud(markdown: str) -> str:
    """The text of a page without what it quotes: others may have said that."""
    plain = re.sub(r"[*`]", "", markdown)
    plain = re.sub(r"^(#.*|    .*)$", r"\1\n", plain, flags=re.MULTILINE)  # headings, code
    return re.sub(r'["“][^"“”|]*["”]', " ", plain)


# -- what we say -------------------------------------------------------------------------


@pytest.mark.parametrize("scene", scene_names())
def test_no_caption_or_title_is_refuted(scene):
    said = [text for part in scene_class(scene).storyboard() for text in (part.title, part.caption)]
    claims = [claim for text in said for claim in false_claims(text)]
    assert not claims, "\n" + "\n".join(claims)


@pytest.mark.parametrize("scene", scene_names())
def test_no_text_on_the_screen_is_refuted(film, scene):
    shown = {(text, state.beat) for state in film(scene).states for text in state.texts}
    claims = {f"beat {beat}: {claim}" for text, beat in shown for claim in false_claims(text)}
    assert not claims, "\n" + "\n".join(sorted(claims))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_no_page_says_what_is_refuted(page):
    claims = list(false_claims(read_aloud(page.read_text(encoding="utf-8"))))
    assert not claims, "\n" + "\n".join(claims)


# -- the list itself ---------------------------------------------------------------------


@pytest.mark.parametrize("entry", REFUTED, ids=lambda entry: entry.says[0])
def test_an_entry_finds_what_it_refutes_and_says_what_is_right(entry):
    for sentence in entry.says:
        assert any(entry.is_in(part) for part in _SENTENCE_END.split(sentence)), sentence
    assert list(false_claims(entry.instead)) == []
    assert re.match(r"[\w ]+: .", entry.point)


def test_each_subject_that_people_get_wrong_has_an_entry():
    subjects = {entry.point.split(":")[0] for entry in REFUTED}
    assert subjects == {
        *("first step", "loss", "two anchors", "sides", "no bound", "credit", "defaults", "k3"),
        *("k1", "silence", "normalisation", "sampler", "no critic", "average", "sign of the KL"),
        *("sample", "symbols", "name"),
    }


# Worded otherwise than in the list.
FALSE = [
    "Clipping avoids too big a change of policy: it restricts excessive policy changes.",
    "The clip keeps ratios between 0.8 and 1.2.",
    "clip() forces the probability ratio back into the range.",
    "Ratios are constrained to a small range.",
    "A ratio can never exceed one plus epsilon.",
    "PPO-style clipping guarantees a trust region.",
    "This makes sure that the new policy stays close to the old policy.",
    "The term is clipped from both sides.",
    "It clips in both directions, regardless of the sign.",
    "Beyond the clip range, all is quiet. Outside of the clip range gradients vanish.",
    "Once clipped, an answer that is clipped stands still.",
    "Even at the first update clipping protects us: it clips in the first step.",
    "GRPO samples from the current policy.",
    "Sampling four answers from the current policy gives a group.",
    "Its outputs are generated by the updated policy.",
    "The last term is the KL divergence from the old policy.",
    "The penalty grows with the distance to the old policy.",
    "The importance ratio compares with the reference policy.",
    "The KL term keeps us near the pretrained model.",
    "In R1-Zero DeepSeek-V3 serves as reference model.",
    "The old policy is the network of five steps ago.",
    "A_1 > 0: correct!",
    "Answers with negative advantage are wrong.",
    "Standardised rewards have zero mean and unit standard deviation.",
    "GRPO uses a value network as its baseline.",
    "All correct: the policy learns to repeat itself; all correct answers are reinforced.",
    "Normalizing by length is fair.",
    "k3 stays positive.",
    "Every sample of k3 is strictly positive.",
    "A low-variance, unbiased estimator.",
    "k1 in the loss pulls the policy back.",
    "A KL is negative here.",
    "The KL shows how far the policy update went: it measures the magnitude of the update.",
    "If it works, the loss decreases.",
    "A loss that falls is a sign of learning.",
    "DeepSeekMath takes eps = 0.2.",
    "R1 trains with a clip range of 0.2.",
    # what GRPO does
    "Samples from current policy",
    "Measures policy update magnitude",
    "Clipping to limit policy updates",
    "Prevents too large changes",
    "Maintains proximity to base model",
    "if A_i>0, i.e. the answer is correct, then adjust the policy",
    "One little step/part/token was wrong, so we don't want to over-penalise the model.",
    "If beta is increased, the training will stay close to the base model (DeepSeek v3).",
    "KL divergence between the current policy and the reference policy (DeepSeek v3)",
    "To avoid really big updates, we can also clip.",
    "Updates do not deviate excessively from the reference policy by bounding the policy ratio.",
    "The unbiased estimator of the KL divergence term keeps the model close.",
    "Clipping this ratio to the range prevents large policy updates, ensuring stability.",
    "When the advantage is positive, clipping limits how much the policy can improve.",
    "In this dashboard, we're using the old policy as the reference policy for simplicity.",
    "normalizing the rewards to zero mean and unit variance",
]

TRUE = [
    # captions of the storyboards and of Clipping
    "Clipping stops the push. It does not hold the ratio: one step can leap past it.",
    "Beyond the bound the objective is flat: its slope is zero, stop pushing.",
    "Clipping alone would let go of a bad answer that is growing. min does not.",
    "Average over questions, with answers drawn from the old policy.",
    "Ask one question. Sample a group of four answers from the old policy.",
    "How much likelier is this answer now than when it was sampled?",
    "Subtract a price for drifting away from the reference model.",
    "At the start the surrogate is exactly 0. What matters is its slope.",
    "The group's own mean is the baseline. No critic network.",
    "Nothing to compare, nothing to learn.",
    "We only see samples, and a single sample can be negative.",
    "Sample from the wrong policy and the estimate is off.",
    "The first inner step never clips.",
    "Do not watch the loss; watch the reward.",
    "Hatched: clipped, its own push is off. Plain: it still pushes.",
    # what is so, said of what people get wrong
    "With one inner update a batch, clipping never acts.",
    "The ratio is current against old policy; the KL is current against reference.",
    "A > 0 clips only above the range; A < 0 clips only below it.",
    "min removes the incentive; it does not bound the ratio.",
    "PPO's clip could neither strictly restrict the ratio nor enforce a trust region.",
    "Its own gradient is 0, yet it still moves, dragged by the others through the softmax.",
    "Every token of an answer gets the same A.",
    "The objective's value is 0, yet the gradient is not.",
    "The value of the loss is not a progress signal.",
    "k3 is never negative, and zero only where the policies agree.",
    "Averaged over samples of the new policy, k3 is unbiased.",
    "Samples from the old policy need the ratio as a weight.",
    "k1 in the loss has no regularising effect.",
    "A > 0 means above the group's average, not correct.",
    "With the population's deviation the advantages have unit variance.",
    "GRPO has no critic. PPO trains a critic beside the policy.",
    "PPO with epsilon = 0.2 clips earlier than R1's first stage.",
    "R1-Zero starts from a base model; V3-Base is its first policy.",
    "Every 400 steps the reference jumps to the present policy.",
    "Does clipping bound the ratio? No.",
    "If the ratio stays inside the range, the push is full.",
    "The log-ratio of new to reference is k1.",
    "How much the current policy differs from the reference.",
    "The right answers keep their reference ratio.",
    "The ratio tells how much likelier the new policy makes this answer.",
    "Two anchors: the old policy for the ratio, the reference for the KL.",
]


@pytest.mark.parametrize("sentence", FALSE)
def test_a_false_claim_is_found_however_it_is_worded(sentence):
    assert list(false_claims(sentence))


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_statement_passes(sentence):
    assert list(false_claims(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "is_claim"),
    [
        ("Clipping limits the ratio.", True),
        ("Clipping does not limit the ratio.", False),
        ("Clipping doesn't limit the ratio.", False),
        ("Clipping is not the end, but it limits the ratio.", True),
        ("Not by luck: clipping limits the ratio.", True),
        ("Does clipping limit the ratio?", False),
        ("Does clipping limit the ratio? It limits the ratio.", True),
    ],
)
def test_who_denies_or_asks_claims_nothing(sentence, is_claim):
    assert bool(list(false_claims(sentence))) is is_claim


def test_a_page_may_quote_what_is_false():
    page = (
        'Others say "clipping limits the ratio".\n\n**Does it limit the ratio?** No.\n\n'
        "| clipping | one side | in others on both sides |\n"
    )
    assert list(false_claims(read_aloud(page))) == []
    assert list(false_claims(read_aloud(page.replace('"', ""))))
