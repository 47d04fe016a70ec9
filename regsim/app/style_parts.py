"""Paints the parts of standard widgets from the tokens of a Look; refuses to know sizes, layout and behaviour."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionButton, QStyleOptionFrame, QStyleOptionToolButton

from regsim.app import icons
from regsim.app.theme import Look


def is_primary(option: QStyleOption) -> bool:
    """Whether it is the one button that is filled with ink."""
    return isinstance(option, QStyleOptionButton) and bool(
        option.features & QStyleOptionButton.ButtonFeature.DefaultButton
    )


def has(option: QStyleOption, state: QStyle.StateFlag) -> bool:
    """Whether the widget is in `state`."""
    return bool(option.state & state)


def inner(rect: QRect) -> QRectF:
    """`rect` with its outline on pixel centres."""
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)


def draw_button(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """A push button's panel."""
    theme = look.theme
    enabled = has(option, QStyle.StateFlag.State_Enabled)
    down = has(option, QStyle.StateFlag.State_Sunken) or has(option, QStyle.StateFlag.State_On)
    hover = enabled and has(option, QStyle.StateFlag.State_MouseOver)
    if is_primary(option) and enabled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.text if down or hover else theme.ink))
    else:
        painter.setPen(QPen(QColor(theme.control if hover or down else theme.line), 1))
        painter.setBrush(QColor(theme.field if down else theme.surface))
    painter.drawRoundedRect(inner(option.rect), look.px(6), look.px(6))


def draw_button_label(look: Look, option: QStyleOptionButton, painter: QPainter) -> None:
    """Icon and words of a push button, centred together."""
    theme = look.theme
    enabled = has(option, QStyle.StateFlag.State_Enabled)
    colour = theme.on_ink if is_primary(option) and enabled else theme.text if enabled else theme.dropped
    has_icon = not option.icon.isNull()
    text_width = option.fontMetrics.horizontalAdvance(option.text, Qt.TextFlag.TextShowMnemonic)
    gap = round(look.px(8)) if has_icon and option.text else 0
    side = option.iconSize.width() if has_icon else 0
    left = option.rect.center().x() + 1 - (side + gap + text_width) / 2
    if has_icon:
        place = QRect(round(left), option.rect.center().y() + 1 - side // 2, side, side)
        option.icon.paint(painter, place, mode=QIcon.Mode.Normal if enabled else QIcon.Mode.Disabled)
    painter.setPen(QColor(colour))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextHideMnemonic
    painter.drawText(option.rect.adjusted(round(left) + side + gap - option.rect.left(), 0, 0, 0), flags, option.text)


def draw_tool_button(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """A flat button: nothing until it is hovered or pressed."""
    down = has(option, QStyle.StateFlag.State_Sunken) or has(option, QStyle.StateFlag.State_On)
    hover = has(option, QStyle.StateFlag.State_MouseOver) and has(option, QStyle.StateFlag.State_Enabled)
    if down or hover:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.theme.track if down else look.theme.field))
        painter.drawRoundedRect(inner(option.rect), look.px(4), look.px(4))


def has_icon_only(option: QStyleOption) -> TypeGuard[QStyleOptionToolButton]:
    """Whether a tool button shows no words."""
    return (
        isinstance(option, QStyleOptionToolButton)
        and not option.icon.isNull()
        and (not option.text or option.toolButtonStyle == Qt.ToolButtonStyle.ToolButtonIconOnly)
    )


def draw_tool_icon(look: Look, option: QStyleOptionToolButton, painter: QPainter) -> None:
    """The icon of a tool button, by itself: as a pixmap it would be as fine as the screen only."""
    place = QStyle.alignedRect(option.direction, Qt.AlignmentFlag.AlignCenter, option.iconSize, option.rect)
    enabled = has(option, QStyle.StateFlag.State_Enabled)
    option.icon.paint(painter, place, mode=QIcon.Mode.Normal if enabled else QIcon.Mode.Disabled)


def draw_field(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """The frame of a text field or combo box."""
    if isinstance(option, QStyleOptionFrame) and option.lineWidth == 0:
        return  # the editor inside a combo box, or one without a frame of its own
    enabled = has(option, QStyle.StateFlag.State_Enabled)
    painter.setPen(QPen(QColor(look.theme.control if enabled else look.theme.line), 1))
    painter.setBrush(QColor(look.theme.surface))
    painter.drawRoundedRect(inner(option.rect), look.px(4), look.px(4))


def draw_outline(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """The edge of a spin box: Fusion's cannot be seen on a dark ground."""
    enabled = has(option, QStyle.StateFlag.State_Enabled)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(look.theme.control if enabled else look.theme.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner(option.rect), look.px(4), look.px(4))
    painter.restore()


def draw_chevron(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """The arrow of a combo box."""
    colour = look.theme.text if has(option, QStyle.StateFlag.State_Enabled) else look.theme.dropped
    size = round(look.px(14))
    rect = option.rect
    place = QRect(rect.right() - size - round(look.px(6)), rect.center().y() - size // 2 + 1, size, size)
    icons.icon("chevron-down", look, colour, 14).paint(painter, place, mode=QIcon.Mode.Normal)


def draw_check(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """A check box."""
    theme = look.theme
    on = has(option, QStyle.StateFlag.State_On)
    edge = theme.control if has(option, QStyle.StateFlag.State_Enabled) else theme.line
    painter.setPen(QPen(QColor(theme.ink if on else edge), look.px(1.5)))
    painter.setBrush(QColor(theme.ink if on else theme.surface))
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), look.px(3), look.px(3))
    if on:
        icons.icon("check", look, theme.on_ink, 12).paint(painter, option.rect)


def draw_radio(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """A radio button."""
    theme = look.theme
    on = has(option, QStyle.StateFlag.State_On)
    painter.setPen(QPen(QColor(theme.ink if on else theme.control), look.px(1.5)))
    painter.setBrush(QColor(theme.surface))
    painter.drawEllipse(QRectF(option.rect).adjusted(1, 1, -1, -1))
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink))
        painter.drawEllipse(QRectF(option.rect).center(), look.px(4), look.px(4))


def draw_tip(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """The panel of a tooltip."""
    painter.fillRect(option.rect, QColor(look.theme.surface))
    painter.setPen(QPen(QColor(look.theme.control), 1))
    painter.drawRect(inner(option.rect))


def draw_nothing(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """The focus ring outside the widget takes the place of Fusion's rectangle inside it."""


def draw_ring(look: Look, option: QStyleOption, painter: QPainter) -> None:
    """The focus ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(look.theme.ink), look.px(2)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = look.px(1)
    painter.drawRoundedRect(QRectF(option.rect).adjusted(half, half, -half, -half), look.px(7), look.px(7))
    painter.restore()


def draw_scroll_bar(look: Look, option: QStyleOption, painter: QPainter, handle: QRect) -> None:
    """A handle without groove and arrows."""
    busy = has(option, QStyle.StateFlag.State_Sunken) or has(option, QStyle.StateFlag.State_MouseOver)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.theme.control if busy else look.theme.dropped))
    bar = QRectF(handle).adjusted(2, 2, -2, -2)
    radius = min(bar.width(), bar.height()) / 2
    painter.drawRoundedRect(bar, radius, radius)


PRIMITIVES: dict[QStyle.PrimitiveElement, Callable[[Look, QStyleOption, QPainter], None]] = {
    QStyle.PrimitiveElement.PE_PanelButtonCommand: draw_button,
    QStyle.PrimitiveElement.PE_PanelButtonTool: draw_tool_button,
    QStyle.PrimitiveElement.PE_PanelLineEdit: draw_field,
    QStyle.PrimitiveElement.PE_FrameLineEdit: draw_nothing,
    QStyle.PrimitiveElement.PE_IndicatorCheckBox: draw_check,
    QStyle.PrimitiveElement.PE_IndicatorRadioButton: draw_radio,
    QStyle.PrimitiveElement.PE_PanelTipLabel: draw_tip,
    QStyle.PrimitiveElement.PE_FrameFocusRect: draw_nothing,
}
"""What the style draws in place of Fusion."""
