"""Contrast and distance of the colours, computed here from the standards' own formulas."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from scenes.stage.theme import DARK, THEMES, current_theme, paint, sign_role, use_theme

# Machado, Oliveira and Fernandes 2009, severity 1.0; they work on linear RGB.
SIGHT = {
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
# sRGB (IEC 61966-2-1) to XYZ, and its white.
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(color: str) -> np.ndarray:
    """`color` (#RRGGBB) in linear RGB."""
    rgb = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """The contrast ratio of WCAG 2."""
    dark, light = sorted(linear(color) @ [0.2126, 0.7152, 0.0722] for color in (a, b))
    return (light + 0.05) / (dark + 0.05)


def lab(color: str, sight: str) -> np.ndarray:
    """CIE 1976 L*a*b* of `color` as an eye of this kind sees it."""
    t = XYZ @ np.clip(SIGHT[sight] @ linear(color), 0, 1) / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(theme, sight: str) -> float:
    """The smallest CIE76 distance of two roles."""
    colors = [lab(getattr(theme, role), sight) for role in theme.SEMANTIC]
    return min(np.linalg.norm(a - b) for a, b in combinations(colors, 2))


@pytest.fixture(params=THEMES.values(), ids=THEMES)
def theme(request):
    return request.param


def test_the_formulas_of_this_file():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)  # WebAIM's example
    np.testing.assert_allclose(lab("#FFFFFF", "normal"), [100, 0, 0], atol=0.02)
    np.testing.assert_allclose(lab("#FF0000", "normal"), [53.24, 80.09, 67.20], atol=0.02)


@pytest.mark.parametrize("ground", ["ground", "panel"])
def test_contrast(theme, ground):
    behind = getattr(theme, ground)
    assert contrast(theme.text, behind) >= 7
    for role in ("muted", *theme.SEMANTIC):
        assert contrast(getattr(theme, role), behind) >= 4.5, role


def test_ink_is_read_on_what_is_bright_and_bright_things_are_seen(theme):
    """Digits on a coin are main text; on paper the edge is what tells a coin from the ground."""
    assert contrast(theme.ink, theme.coin) >= 7
    assert contrast(theme.ink, theme.paper) >= 7
    for behind in (theme.ground, theme.panel):
        assert max(contrast(fill, behind) for fill in (theme.coin, theme.coin_edge)) >= 4.5
        assert max(contrast(fill, behind) for fill in (theme.paper, theme.text)) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_a_dim_coin_is_neither_a_bright_one_nor_hollow_for_any_eye(theme, sight):
    assert contrast(theme.text, theme.dim_coin) >= 7
    dim = lab(theme.dim_coin, sight)
    for other in (theme.coin, theme.ground, theme.panel, theme.old):
        assert np.linalg.norm(dim - lab(other, sight)) >= 14


def test_the_dark_palette_is_the_art_sheet_s():
    """The sheet prints these colours and the smallest distances, 23 and 14.3."""
    assert (DARK.ground, DARK.panel, DARK.hairline) == ("#0E1116", "#171C24", "#2A313C")
    assert [getattr(DARK, role) for role in DARK.SEMANTIC] == [
        *("#56B4E9", "#E69F00", "#C77DFF", "#2BC48A", "#FF7A3D", "#F0E442")
    ]
    assert (DARK.text, DARK.muted) == ("#F2F2F2", "#9AA4B2")
    assert nearest(DARK, "protan") == pytest.approx(23.0, abs=0.05)
    assert nearest(DARK, "deutan") == pytest.approx(14.3, abs=0.05)
    assert min(contrast(getattr(DARK, role), DARK.ground) for role in DARK.SEMANTIC) >= 7


@pytest.mark.parametrize("sight", SIGHT)
def test_roles_differ_for_every_eye(theme, sight):
    assert nearest(theme, sight) >= 14


def test_reward_is_gold_and_no_ink(theme):
    """A yellow hue that is seen: #A87900 has the hue 81 degrees and the chroma 61."""
    _, a, b = lab(theme.reward, "normal")
    assert 75 <= np.degrees(np.arctan2(b, a)) <= 110
    assert np.hypot(a, b) >= 50


def test_the_light_ground_is_white():
    assert THEMES["light"].ground == "#FFFFFF"
    assert THEMES["light"].panel == "#F3F5F8"


def test_paint_follows_the_theme_in_use():
    assert paint("new").to_hex() == "#56B4E9"
    assert use_theme("light") is current_theme()
    assert paint("new").to_hex() == THEMES["light"].new != "#56B4E9"
    assert paint("#123456").to_hex() == "#123456"


def test_an_unknown_theme_changes_nothing():
    with pytest.raises(ValueError, match="'sepia' is unknown; use one of dark, light"):
        use_theme("sepia")
    assert current_theme() is DARK


def test_a_sign_has_its_role():
    assert [sign_role(a) for a in (0.1, 0.0, -0.0, -2)] == ["up", "muted", "muted", "down"]
