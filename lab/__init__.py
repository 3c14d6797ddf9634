"""A language model small enough to ship, which learns to multiply by GRPO. numpy only.

Errors are `LabError`, a `ValueError` in one line; `lab.training` trains with JAX.
"""

from lab.errors import LabError
from lab.language_model import LanguageModel, SampledAnswer
from lab.store import load_ablations, load_model, load_run, load_uses

__all__ = [
    "LabError",
    "LanguageModel",
    "SampledAnswer",
    "load_ablations",
    "load_model",
    "load_run",
    "load_uses",
]
