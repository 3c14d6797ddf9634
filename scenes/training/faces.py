"""What the answers of the run say: a question, and five results of which the first is right."""

from __future__ import annotations

FACTORS = (17, 24)
QUESTION = f"{FACTORS[0]} × {FACTORS[1]} = ?"
FACES = ("408", "398", "418", "407", "380")
