"""How fast is read and spoken, for all that has to last long enough."""

from __future__ import annotations

READING_SPEED = 17.0  # characters a second
SPEAKING_SPEED = 2.4  # words a second, of somebody who explains
