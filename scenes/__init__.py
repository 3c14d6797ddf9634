"""The films: one folder each, and one entry file, which Manim's command takes.

`script` holds what is said and with which settings, `stage` how it is shown.
"""

from .script.manim_config import shield

shield()
