"""Palettes of one's own: what they change, what is refused and what is warned of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scenes.script.contrast import contrast, distance, hex_rgb
from scenes.script.options import OptionError
from scenes.script.own_palette import own_palette, warn_of
from scenes.script.palette import DARK, LIGHT, THEMES
from scenes.script.settings import Settings


@pytest.fixture
def palette(tmp_path: Path):
    """A palette file with this text."""

    def write(text: str) -> Path:
        file = tmp_path / "mine.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_the_formulas_on_published_values():
    """WebAIM prints 4.48 for #777777 on white; L*a*b* of sRGB's red is 53.24, 80.09, 67.20."""
    assert contrast(hex_rgb("#777777"), hex_rgb("#FFFFFF")) == pytest.approx(4.48, abs=0.005)
    apart = ((100 - 53.24) ** 2 + 80.09**2 + 67.20**2) ** 0.5
    assert distance(hex_rgb("#FF0000"), hex_rgb("#FFFFFF"), "normal") == pytest.approx(
        apart, abs=0.1
    )
    assert distance(hex_rgb("#000000"), hex_rgb("#FFFFFF"), "deutan") == pytest.approx(
        100, abs=0.01
    )


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_without_a_colour_it_is_the_theme_and_nothing_is_said(palette, theme, capsys):
    file = palette("# none\n")
    assert own_palette(file, theme) == theme
    warn_of(file, theme)
    assert capsys.readouterr().err == ""


def test_a_colour_takes_along_what_goes_with_it(palette):
    made = own_palette(palette('ground = "#fffbf2"\nnew = "#004C97"\n'), LIGHT)
    assert (made.ground, made.new, made.new_ink) == ("#FFFBF2", "#004C97", "#004C97")
    # 3 % of the way from #FFFBF2 to the text's #14181F: .97 * 255 + .03 * 20 = 247.95, ...
    assert made.panel == "#F8F4EC"
    unchanged = {"ground": LIGHT.ground, "panel": LIGHT.panel, "hairline": LIGHT.hairline}
    assert replace(made, **unchanged, new=LIGHT.new, new_ink=LIGHT.new_ink) == LIGHT


def test_a_file_s_own_panel_counts(palette):
    assert own_palette(palette('ground = "#000000"\npanel = "#101010"\n'), DARK).panel == "#101010"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('muted = "#777777"', "muted: #777777 has contrast 4.48 on ground #FFFFFF, 4.5 needed"),
        ('text = "#777777"', "text: #777777 has contrast 4.48 on ground #FFFFFF, 7 needed"),
        ('grond = "#FFFFFF"', "grond: no such role; there are ground, panel,"),
        ('ground = "white"', "ground: 'white' is no colour; write it as \"#RRGGBB\""),
        ("ground = 3", "ground: 3 is no colour"),
        ("ground", "this is not TOML"),
        ("#" * 10_001, "longer than 10000 bytes"),
    ],
)
def test_a_mistake_is_one_line_with_file_role_and_remedy(palette, text, said):
    with pytest.raises(OptionError) as error:
        own_palette(palette(text), LIGHT)
    assert "mine.toml: " in str(error.value) and said in str(error.value)
    assert "\n" not in str(error.value)


TUM = """
text = "#072140"
new = "#3070B3"
"""


def test_what_the_file_does_not_name_gives_way(palette, capsys):
    """The navy is 16 : 1 on white and 6.94 : 1 on the theme's dim coin."""
    made = own_palette(palette(TUM), LIGHT)
    assert (made.text, made.new, made.ground) == ("#072140", "#3070B3", "#FFFFFF")
    assert contrast(hex_rgb(made.text), hex_rgb(made.dim_coin)) >= 7
    assert made.dim_coin != LIGHT.dim_coin
    same = {role: getattr(LIGHT, role) for role in ("text", "text_ink", "new", "new_ink")}
    assert replace(made, **same, dim_coin=LIGHT.dim_coin) == LIGHT


@pytest.mark.parametrize(
    ("theme", "text"),
    [
        (LIGHT, 'ground = "#E8E4DC"'),
        (LIGHT, 'text = "#072140"\nreward = "#3070B3"'),
        (LIGHT, 'text = "#595959"'),  # 7.0 on white, less on anything else
        (DARK, 'ground = "#072140"'),
        (DARK, 'ground = "#072140"\ntext = "#FFFFFF"\nreward = "#98C6EA"'),
        (DARK, 'reward = "#C08040"'),
    ],
)
def test_ground_text_and_reward_alone_are_enough(palette, theme, text):
    own_palette(palette(text), theme)


def test_a_coin_is_of_the_reward_s_hue(palette):
    made = own_palette(palette('reward = "#3070B3"'), LIGHT)
    for colour in (made.coin, made.dim_coin, made.coin_edge):
        red, green, blue = hex_rgb(colour)
        assert blue > green > red


def test_all_mistakes_come_at_once_each_in_its_line(palette):
    with pytest.raises(OptionError) as error:
        own_palette(palette('text = "#777777"\nmuted = "#999999"\nold = "#FFEE00"'), LIGHT)
    said = error.value.lines
    assert [line.split(": ")[1] for line in said] == ["muted", "old", "text"]
    with pytest.raises(OptionError) as error:
        own_palette(palette('grund = "#FFFFFF"\nnew = "blue"'), LIGHT)
    assert [line.split(": ")[1] for line in error.value.lines] == ["grund", "new"]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(OptionError, match=r"none\.toml: No such file or directory; name a file"):
        own_palette(tmp_path / "none.toml", DARK)


def test_roles_that_some_eyes_cannot_tell_apart_are_named(palette, capsys):
    """The colours are made of another by what a deutan eye does not see."""
    file = palette('up = "#F0E442"')  # the reward's
    warn_of(file, own_palette(file, DARK))
    said = capsys.readouterr().err.splitlines()
    assert any("up and reward differ by 0.0" in line for line in said)
    assert all(line.startswith(f"{file}: ") for line in said)


def test_the_film_s_settings_have_the_colours(palette):
    file = palette('new = "#7FD0FF"')
    assert Settings(palette=file).colours == replace(DARK, new="#7FD0FF")
    assert Settings(theme="light").colours is LIGHT
