"""The colours and type sizes of the look, as plain values; refuses to touch any widget.

Chrome is grey; a hue always means a run, a sign or a class. Contrast of every pair was measured (WCAG 2.2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QColor, QFont

PROJECTED_WIDTH, THINNEST_PROJECTED = 2.31, 3.0
"""How many times wider lines are on the projector; px below which no zoom thins what is wider than that at full HD."""
MARKERS = ("disc", "square", "triangle", "diamond")
"""Second cue of the run colours, by colour slot: ● ■ ▲ ◆."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colour tokens as ``#RRGGBB``; tuples are indexed by run colour slot or by class."""

    key: str
    dark: bool = False
    window: str
    surface: str
    field: str
    line: str
    grid: str
    track: str
    control: str
    text: str
    text2: str
    ink: str
    on_ink: str
    runs: tuple[str, str, str, str]
    runs_text: tuple[str, str, str, str]
    positive: str
    negative: str
    class_discs: tuple[str, ...]
    class_rims: tuple[str, ...]
    class_fields: tuple[str, str, str]
    dropped: str
    error: str


LIGHT = Theme(
    key="light",
    window="#ECEEF1", surface="#FFFFFF", field="#F4F5F7",
    line="#D6DAE0", grid="#E6E9ED", track="#E3E7ED",
    control="#737C89", text="#1A1E25", text2="#525B68", ink="#262B34", on_ink="#FFFFFF",
    runs=("#0072B2", "#D55E00", "#009E73", "#CC79A7"),
    runs_text=("#0067A1", "#AE4D00", "#007D5B", "#A84A7E"),
    positive="#1F1A66", negative="#9E3B2E",
    class_discs=("#44505E", "#F3E3C8", "#5B6B4E", "#77607A"),
    class_rims=("#FFFFFF", "#6E5A3C", "#FFFFFF", "#FFFFFF"),
    class_fields=("#C9D2DC", "#F2F2F0", "#F5E7CE"),
    dropped="#8C94A1", error="#B3261E",
)  # fmt: skip

DARK = Theme(
    key="dark", dark=True,
    window="#121418", surface="#1B1E24", field="#252A32",
    line="#343A44", grid="#2A2F37", track="#2F3540",
    control="#7F8896", text="#ECEEF2", text2="#A9B1BD", ink="#E6E9EE", on_ink="#14171B",
    runs=("#56B4E9", "#E69F00", "#00B894", "#D65CA8"),
    runs_text=("#56B4E9", "#E69F00", "#1CC9A6", "#E78AC3"),
    positive="#8B6BE0", negative="#C9604C",
    class_discs=("#7F8894", "#EAD9BC", "#8FA080", "#A98FAC"),
    class_rims=("#1B1E24", "#1B1E24", "#1B1E24", "#1B1E24"),
    class_fields=("#2B3746", "#26282B", "#4A4132"),
    dropped="#6E7785", error="#FF8A80",
)  # fmt: skip

PROJECTOR = replace(
    LIGHT,
    key="projector",
    window="#FFFFFF", surface="#FFFFFF", field="#F2F3F5",
    line="#BFC5CD", grid="#D9D9D9", track="#E3E7ED",
    control="#5A6370", text="#000000", text2="#3F4752", ink="#111418", on_ink="#FFFFFF",
    runs=("#00426E", "#C04F00", "#008560", "#CC5F9A"),
    runs_text=("#00426E", "#873900", "#005F45", "#85305F"),
    dropped="#7D8590", error="#A01B14",
)  # fmt: skip

PRINT = replace(PROJECTOR, key="print")
"""White; what differs by its hue alone on the screen differs in grey, too: negative weights are dashed."""

THEMES = {theme.key: theme for theme in (LIGHT, DARK, PROJECTOR, PRINT)}

# role: (size in px, compact size, weight, presenter size)
_TYPE: dict[str, tuple[int, int, int, int]] = {
    "tick": (12, 12, 400, 24),
    "caption": (12, 12, 400, 24),
    "legend": (12, 12, 400, 28),
    "body": (13, 13, 400, 28),
    "strong": (13, 13, 600, 28),
    "title": (14, 14, 600, 28),
    "label": (15, 15, 600, 30),
    "number": (15, 14, 500, 28),
    "validation": (22, 18, 600, 46),
    "epoch": (20, 20, 600, 46),
    "caption_strong": (12, 12, 600, 24),
    "heading": (22, 18, 700, 46),
    "question": (15, 14, 600, 32),
    "knob_value": (54, 54, 700, 54),
    "quiz_question": (30, 22, 700, 44),
    "choice": (17, 15, 600, 32),
    "prose": (15, 14, 400, 28),
    "prose_strong": (15, 14, 600, 28),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A theme at a size: what every widget and view is drawn with.

    Parameters
    ----------
    theme : Theme
    zoom : float
        0.8 to 2.0, on every size.
    compact : bool
        The tighter grid for windows less than 900 px high.
    presenter : bool
        The large type and wide lines of the projector.
    """

    theme: Theme = LIGHT
    zoom: float = 1.0
    compact: bool = False
    presenter: bool = False

    @property
    def is_grey(self) -> bool:
        """Whether hues may be lost, so that nothing may be told apart by them alone."""
        return self.theme.key == PRINT.key

    def px(self, size: float) -> float:
        """`size` in logical pixels at this zoom."""
        return size * self.zoom

    def font(self, role: str) -> QFont:
        """The bundled font for a role of the type table, with tabular figures."""
        size, compact, weight, presenter = _TYPE[role]
        return QFont(_font(round(self.px(presenter if self.presenter else compact if self.compact else size)), weight))

    def width(self, size: float) -> float:
        """A line width: wider on the projector (validation 6 px, training 3 px), where no curve falls below 3 px."""
        if not self.presenter:
            return self.px(size)
        wide = size * PROJECTED_WIDTH
        return max(self.px(wide), min(wide, THINNEST_PROJECTED))


@lru_cache(maxsize=128)
def _font(pixels: int, weight: int) -> QFont:
    """Made once, and given away in copies."""
    font = QFont()
    font.setFamilies(["Inter", "STIX Two Math"])
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    return font


def mixed(colour: str, ground: str, amount: float) -> QColor:
    """`colour` at opacity `amount` over `ground`, opaque: many small translucent shapes are slow to paint."""
    return QColor.fromRgb(_mixed(colour, ground, amount))


@lru_cache(maxsize=512)
def _mixed(colour: str, ground: str, amount: float) -> int:
    front, back = QColor(colour), QColor(ground)
    channels = (front.red(), front.green(), front.blue()), (back.red(), back.green(), back.blue())
    return QColor(*(round(amount * a + (1 - amount) * b) for a, b in zip(*channels, strict=True))).rgb()
