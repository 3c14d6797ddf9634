"""How near the camera goes to a line of the objective, and what type must be there."""

from __future__ import annotations

from scenes.stage.camera import HOME_WIDTH
from scenes.stage.theme import LABEL, READOUT

HALF = 0.5  # of home: the scale that makes things look the same there
HALF_WIDTH = HALF * HOME_WIDTH  # of the view, in scene units
NEAR_READOUT, NEAR_LABEL = READOUT * HALF, LABEL * HALF  # sizes of type
