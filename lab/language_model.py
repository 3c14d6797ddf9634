"""The model as a user meets it: questions and answers are text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lab.errors import LabError
from lab.model import (
    MOST_TOKENS,
    Cache,
    Floats,
    Weights,
    answer_logp,
    at_temperature,
    log_softmax,
    prompt_of,
    read_on,
    real_tokens,
    sample_answers,
)
from lab.task import factors_of, is_right, question_of
from lab.tokens import END, IDS, TOKENS, WRITTEN, TokenIds, ids_of, text_of

MOST_ANSWERS = 64  # of a group, as in a group file
HOTTEST = 10.0


@dataclass(frozen=True, eq=False)
class SampledAnswer:
    """One answer of the model.

    Attributes:
        text: what it wrote, such as ``340+68=408``.
        tokens: its tokens; the last is ``<end>``, unless the answer was cut off.
        logp: their log-probabilities under the model at temperature 1, in nats.
        reward: 1 for an answer that ended with the right product, else 0.
    """

    text: str
    tokens: tuple[str, ...]
    logp: Floats
    reward: float


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """A model of the lab with its weights; `lab.load_model` loads one."""

    weights: Weights

    def sample(
        self,
        question: str,
        n: int,
        *,
        rng: np.random.Generator | None = None,
        temperature: float = 1.0,
    ) -> list[SampledAnswer]:
        """Let the model answer a question ``n`` times.

        Args:
            question: two factors from 11 to 99, such as ``17*24=`` or ``17x24``.
            n: how many answers, 1 to 64.
            rng: draws them; seed 0 without it.
            temperature: from 0, always the most probable token, to 10.

        Raises:
            LabError: the question, ``n`` or the temperature is out of range.
        """
        prompt = _prompt(question)
        if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= MOST_ANSWERS:
            raise LabError(f"n: {n!r} does not do; give a whole number from 1 to {MOST_ANSWERS}")
        if not 0 <= temperature <= HOTTEST:
            raise LabError(
                f"temperature: {temperature!r} is out of range; give 0 (always the most "
                f"probable token) to {HOTTEST:g}, where 1 is the model itself"
            )
        rng = np.random.default_rng(0) if rng is None else rng
        prompts = np.repeat(prompt[None], n, axis=0)
        return answers_of([question] * n, *sample_answers(self.weights, prompts, rng, temperature))

    def logp(self, question: str, text: str) -> Floats:
        """The log-probability of every token of an answer, its end included, in nats.

        Args:
            question: as in `sample`.
            text: at most 13 characters.

        Returns:
            ``(len(text) + 1,)``.

        Raises:
            LabError: the question is out of range, or the text is none that the model can write.
        """
        return self.token_logp(question, (*text, END))

    def token_logp(self, question: str, tokens: Sequence[str]) -> Floats:
        """The same for an answer as its tokens, which need not end: ``(len(tokens),)``."""
        if not tokens:
            raise LabError("tokens: none; give those of an answer, such as ('8', '<end>')")
        *text, last = tokens
        ids = ids_of(_short("".join(text)))
        answer = np.append(ids, IDS[last] if last == END else ids_of(last))
        (logp,) = answer_logp(self.weights, _prompt(question)[None], answer[None])
        return np.asarray(logp)

    def distribution(self, question: str, prefix: str = "") -> dict[str, float]:
        """The probability of every token as the next one, after what has been written.

        Args:
            question: as in `sample`.
            prefix: what the answer begins with, at most 13 characters.

        Raises:
            LabError: as in `logp`.
        """
        chances = self.distributions(question, prefix)[-1]
        return dict(zip(WRITTEN, chances.tolist(), strict=True))

    def distributions(self, question: str, text: str, temperature: float = 1.0) -> Floats:
        """The probabilities of every token at every place of a text, and after it.

        Args:
            question: as in `sample`.
            text: at most 13 characters.
            temperature: above 0 and at most 10; that of the draws.

        Returns:
            ``(len(text) + 1, 14)``, columns in the order of `lab.tokens.WRITTEN`.

        Raises:
            LabError: as in `logp`.
        """
        if not 0 < temperature <= HOTTEST:
            raise LabError(
                f"temperature: {temperature!r} is out of range; give more than 0 and at most "
                f"{HOTTEST:g}, where 1 is the model itself"
            )
        prompt = _prompt(question)
        ids = np.concatenate([prompt, ids_of(_short(text))])
        logits, _ = read_on(self.weights, ids[None], Cache())
        return at_temperature(log_softmax(logits[0, len(prompt) - 1 :]), temperature)


def answers_of(questions: Sequence[str], answers: TokenIds, logps: Floats) -> list[SampledAnswer]:
    """Rows ``(B, T)`` of tokens and log-probabilities as answers to their B questions."""
    lengths = real_tokens(answers).sum(axis=1)
    made = []
    for question, row, logp, length in zip(questions, answers, logps, lengths, strict=True):
        ids, text = row[:length], text_of(row[:length])
        right = ids[-1] == IDS[END] and is_right(question, text)
        tokens = tuple(TOKENS[number] for number in ids)
        made.append(SampledAnswer(text, tokens, logp[:length], float(right)))
    return made


def _prompt(question: str) -> TokenIds:
    return prompt_of(ids_of(question_of(*factors_of(question))))


def _short(text: str) -> str:
    if len(text) >= MOST_TOKENS:
        raise LabError(f"text: {len(text)} characters are too many; give {MOST_TOKENS - 1} or less")
    return text
