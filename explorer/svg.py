"""SVG by hand: tags, and a box with two scales. Colours come from the page's style sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


def tag(name: str, content: str = "", **attributes: object) -> str:
    """``<name …>content</name>``; ``class_`` and ``stroke_width`` lose their underlines."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>"


def text(x: float, y: float, said: str, class_: str = "", anchor: str = "middle") -> str:
    """A label; `said` is escaped."""
    return tag("text", escape(said), x=x, y=y, class_=class_ or None, text_anchor=anchor)


def polyline(points: Iterable[tuple[float, float]], class_: str) -> str:
    """A broken line."""
    joined = " ".join(f"{_value(x)},{_value(y)}" for x, y in points)
    return tag("polyline", points=joined, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> str:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def rect(x: float, y: float, width: float, height: float, class_: str) -> str:
    """A box; one of negative height is turned over."""
    if height < 0:
        y, height = y + height, -height
    return tag("rect", x=x, y=y, width=width, height=height, class_=class_)


def triangle(x: float, y: float, up: bool, class_: str, size: float = 8) -> str:
    """The mark of a sign: up for A > 0, down for A < 0."""
    tip = -size if up else size
    corners = [(x, y + tip), (x - size, y - 0.75 * tip), (x + size, y - 0.75 * tip)]
    joined = " ".join(f"{_value(px)},{_value(py)}" for px, py in corners)
    return tag("polygon", points=joined, class_=class_)


def picture(width: float, height: float, label: str, parts: Sequence[str]) -> str:
    """The whole picture; `label` says in words what it shows."""
    return tag(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        role="img",
        aria_label=label,
    )


@dataclass(frozen=True)
class Axes:
    """A place in a picture with a scale along and a scale up; `x` and `y` are their ends."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def along(self, x: float) -> float:
        """Where `x` lies, held inside the box."""
        share = (x - self.x[0]) / (self.x[1] - self.x[0])
        return self.left + self.width * min(1.0, max(0.0, share))

    def up(self, y: float) -> float:
        """Where `y` lies, held inside the box."""
        share = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.bottom - self.height * min(1.0, max(0.0, share))


def _value(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
