"""How fast is read and spoken, for all that has to last long enough.

Timed-text guides bound the characters a second by script, for grown-up readers: Netflix asks
for 17 of an alphabet (20 by now in English; EBU and BBC lie between), and for 9 of Chinese.
"""

from __future__ import annotations

from unicodedata import east_asian_width

READING_SPEED = 17.0  # characters a second
READING_SPEED_WIDE = 9.0  # of Chinese and other scripts whose signs are as wide as high
SPEAKING_SPEED = 2.4  # words a second, of somebody who explains


def reading_time(text: str) -> float:
    """How many seconds a `text` takes to read, whatever scripts it is written in."""
    wide = sum(east_asian_width(sign) in "WF" for sign in text)
    return (len(text) - wide) / READING_SPEED + wide / READING_SPEED_WIDE
