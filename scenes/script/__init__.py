"""What is said and with which settings: no Manim, so that explorer and lecture read it too."""
