"""How well colours are told apart: on a ground, and from one another by every eye.

Free of Manim, so that a palette is checked before anything is drawn.
"""

from __future__ import annotations

import numpy as np

_WEIGHTS = np.array([0.2126, 0.7152, 0.0722])
# sRGB (IEC 61966-2-1) to XYZ, and the XYZ of its white.
_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _XYZ.sum(axis=1)
# What an eye sees of linear RGB: Machado, Oliveira and Fernandes 2009, table 1, severity 1.
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}


def hex_rgb(color: str) -> np.ndarray:
    """The three parts of ``#RRGGBB``, each from 0 to 1."""
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def linear(rgb: np.ndarray) -> np.ndarray:
    """Linear RGB of sRGB from 0 to 1, of any shape."""
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(rgb: np.ndarray) -> np.ndarray:
    """WCAG relative luminance of colours whose last axis is sRGB from 0 to 1."""
    return linear(rgb) @ _WEIGHTS


# Of a picture's 256 levels of a colour once, not of each pixel.
_LINEAR = linear(np.arange(256) / 255)


def light_of(pixels: np.ndarray) -> np.ndarray:
    """`luminance` of the pixels of a picture, (h, w, 3) from 0 to 255: (h, w)."""
    return _LINEAR[pixels] @ _WEIGHTS


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """WCAG contrast ratio of two colours, from 1 to 21."""
    return ratio(luminance(one), luminance(other))


def ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """WCAG contrast ratio of two luminances, from 1 to 21."""
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


def distance(one: np.ndarray, other: np.ndarray, eye: str) -> float:
    """CIE 1976 colour difference of two colours (sRGB from 0 to 1) as one of `EYES` sees them."""
    return float(np.linalg.norm(_lab(one, eye) - _lab(other, eye)))


def _lab(rgb: np.ndarray, eye: str) -> np.ndarray:
    """CIE 1976 L*, a*, b* of a colour."""
    light = _XYZ @ np.clip(EYES[eye] @ linear(rgb), 0, 1) / _WHITE
    root = np.where(light > (6 / 29) ** 3, np.cbrt(light), light / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = root
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
