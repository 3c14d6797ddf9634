"""How fast is read and spoken, for all that has to last long enough.

Timed-text guides bound the characters a second by script, for grown-up readers: Netflix asks
for 17 of an alphabet (20 by now in English; EBU and BBC lie between), and for 9 of Chinese.
A lecture in Chinese has about 240 characters a minute, each a syllable; grown-ups who talk
freely were measured at 226.
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from wcwidth import width

READING_SPEED = 17.0  # characters a second
READING_SPEED_WIDE = 9.0  # of Chinese and other scripts whose signs are as wide as high
SPEAKING_SPEED = 2.4  # words a second, of somebody who explains
SPEAKING_SPEED_CHINESE = 4.0  # characters a second, of the same
CHINESE = re.compile("[\u3400-\u9fff]")  # a character
_EASTERN = re.compile("[\u2e80-\uffef]")  # such characters, and the marks between them


def reading_time(text: str) -> float:
    """How many seconds a `text` takes to read, whatever scripts it is written in."""
    wide = sum(east_asian_width(sign) in "WF" for sign in text)
    return (len(text) - wide) / READING_SPEED + wide / READING_SPEED_WIDE


def speaking_time(script: str) -> float:
    """How many seconds a `script` takes to say; Chinese has characters where others have words."""
    words = [word for word in _EASTERN.sub(" ", script).split() if any(map(str.isalnum, word))]
    characters = CHINESE.findall(script)
    return len(words) / SPEAKING_SPEED + len(characters) / SPEAKING_SPEED_CHINESE


def columns(text: str) -> int:
    """How wide `text` is, in letters; a Chinese character, or a sign of its width, counts two."""
    return len(text) if text.isascii() else width(text)
