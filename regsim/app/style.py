"""Draws standard widgets in the colours and sizes of a Look; refuses style sheets, which freeze fonts and palettes.

Fusion derives its outlines from the window colour, which leaves them nearly invisible in the dark; here every outline,
handle and indicator has the `control` or `line` token, and the focus ring is 2 px of `ink`, 2 px outside the widget.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionSlider,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from regsim.app import fonts, icons, style_parts
from regsim.app.theme import Look, Theme

RING = 4
"""How far the focus ring reaches outside the widget: 2 px of air, 2 px of ink."""


def palette(theme: Theme) -> QPalette:
    """The colour tokens as roles that Qt's own widgets understand."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.field,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.text2,
        QPalette.ColorRole.Button: theme.surface,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.error,
        QPalette.ColorRole.Light: theme.surface,
        QPalette.ColorRole.Midlight: theme.grid,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.control,
        QPalette.ColorRole.Shadow: theme.control,
        QPalette.ColorRole.Highlight: theme.ink,
        QPalette.ColorRole.HighlightedText: theme.on_ink,
        QPalette.ColorRole.Accent: theme.ink,
        QPalette.ColorRole.Link: theme.text,
        QPalette.ColorRole.LinkVisited: theme.text2,
        QPalette.ColorRole.ToolTipBase: theme.surface,
        QPalette.ColorRole.ToolTipText: theme.text,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.dropped))
    return made


def apply_look(app: QApplication, look: Look) -> None:
    """Give the whole application the palette, font, style and focus ring of `look`; may be called again at any time."""
    fonts.load()
    style = app.style()
    resized = False
    if isinstance(style, RegSimStyle):
        resized = (style.look.zoom, style.look.presenter) != (look.zoom, look.presenter)
        style.look = look
    else:
        style = RegSimStyle(look)
        app.setStyle(style)
        app.setWindowIcon(icons.app_icon())
        app.focusChanged.connect(style.ring.follow)
    colours = palette(look.theme)
    app.setPalette(colours)
    app.setFont(look.font("body"))
    QToolTip.setPalette(colours)
    QToolTip.setFont(look.font("body"))
    if resized:
        for widget in app.allWidgets():  # they remember the sizes that the style told them before
            app.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


class FocusRing(QObject):
    """Shows which widget has the keyboard; stays away while a person uses the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = QFocusFrame()

    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """Move from the widget that had the keyboard to the one that has it now."""
        if not isValid(self.frame):  # it is a child of the window it was shown in, and gone with it
            self.frame = QFocusFrame()
        by_keyboard = new is not None and new.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self.frame.setWidget(new if by_keyboard else None)  # type: ignore[arg-type]  # Qt takes null


class RegSimStyle(QProxyStyle):
    """Fusion with this program's outlines, indicators, buttons, scroll bars and focus ring."""

    def __init__(self, look: Look) -> None:
        super().__init__("Fusion")
        self.look = look
        self.ring = FocusRing()

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Sizes of the look, at its zoom."""
        sizes = {
            QStyle.PixelMetric.PM_FocusFrameHMargin: RING,
            QStyle.PixelMetric.PM_FocusFrameVMargin: RING,
            QStyle.PixelMetric.PM_ScrollBarExtent: 10,
            QStyle.PixelMetric.PM_ScrollBarSliderMin: 32,
            QStyle.PixelMetric.PM_IndicatorWidth: 16,
            QStyle.PixelMetric.PM_IndicatorHeight: 16,
            QStyle.PixelMetric.PM_ExclusiveIndicatorWidth: 16,
            QStyle.PixelMetric.PM_ExclusiveIndicatorHeight: 16,
            QStyle.PixelMetric.PM_ButtonIconSize: 16,
            QStyle.PixelMetric.PM_SmallIconSize: 16,
            QStyle.PixelMetric.PM_ButtonShiftHorizontal: 0,
            QStyle.PixelMetric.PM_ButtonShiftVertical: 0,
            QStyle.PixelMetric.PM_MenuBarHMargin: 8,
            QStyle.PixelMetric.PM_MenuBarVMargin: 0,
            QStyle.PixelMetric.PM_MenuBarPanelWidth: 0,
            QStyle.PixelMetric.PM_ToolTipLabelFrameWidth: 8,
        }
        return round(self.look.px(sizes[metric])) if metric in sizes else super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        data: object = None,
    ) -> int:
        """No animation, tooltips after half a second."""
        hints = {
            QStyle.StyleHint.SH_ToolTip_WakeUpDelay: 500,
            QStyle.StyleHint.SH_UnderlineShortcut: 0,
            QStyle.StyleHint.SH_Widget_Animation_Duration: 0,
            QStyle.StyleHint.SH_ComboBox_Popup: 0,
            QStyle.StyleHint.SH_EtchDisabledText: 0,
            QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons: 0,
            QStyle.StyleHint.SH_ScrollBar_Transient: 0,
            QStyle.StyleHint.SH_FocusFrame_AboveWidget: 1,
            QStyle.StyleHint.SH_FocusFrame_Mask: 0,
        }
        return hints[hint] if hint in hints else super().styleHint(hint, option, widget, data)  # type: ignore[arg-type]

    def sizeFromContents(
        self, contents: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        """Heights of buttons, fields and menu entries."""
        made = super().sizeFromContents(contents, option, size, widget)  # type: ignore[arg-type]  # Qt takes null
        heights = {
            QStyle.ContentsType.CT_PushButton: 34,
            QStyle.ContentsType.CT_ComboBox: 24,
            QStyle.ContentsType.CT_LineEdit: 24,
            QStyle.ContentsType.CT_SpinBox: 24,
            QStyle.ContentsType.CT_MenuBarItem: 28,
            QStyle.ContentsType.CT_CheckBox: 24,
            QStyle.ContentsType.CT_RadioButton: 24,
        }
        if contents in heights:
            made.setHeight(round(self.look.px(heights[contents])))
        return made

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Own panels and indicators, Fusion's otherwise."""
        draw = style_parts.PRIMITIVES.get(element)
        if draw is None:
            super().drawPrimitive(element, option, painter, widget)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(self.look, option, painter)
        painter.restore()

    def drawControl(
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        """Own button labels and focus ring, Fusion's otherwise."""
        if element == QStyle.ControlElement.CE_FocusFrame:
            style_parts.draw_ring(self.look, option, painter)
            return
        if element == QStyle.ControlElement.CE_PushButtonLabel and isinstance(option, QStyleOptionButton):
            style_parts.draw_button_label(self.look, option, painter)
            return
        if element == QStyle.ControlElement.CE_ToolButtonLabel and style_parts.has_icon_only(option):
            style_parts.draw_tool_icon(self.look, option, painter)
            return
        super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Own scroll bars and combo boxes, own outlines of spin boxes, Fusion's otherwise."""
        if control == QStyle.ComplexControl.CC_ScrollBar:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            style_parts.draw_scroll_bar(self.look, option, painter, self._scroll_handle(option))
            painter.restore()
        elif control == QStyle.ComplexControl.CC_ComboBox:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            style_parts.draw_field(self.look, option, painter)
            style_parts.draw_chevron(self.look, option, painter)
            painter.restore()
        else:
            super().drawComplexControl(control, option, painter, widget)  # type: ignore[arg-type]
            if control == QStyle.ComplexControl.CC_SpinBox:
                style_parts.draw_outline(self.look, option, painter)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOption,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """A scroll bar is all groove, without arrows; a combo box leaves room for its chevron."""
        if control == QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            handle = self._scroll_handle(option)
            whole = option.rect
            upright = option.orientation == Qt.Orientation.Vertical
            if part == QStyle.SubControl.SC_ScrollBarSlider:
                return handle
            if part == QStyle.SubControl.SC_ScrollBarGroove:
                return whole
            if part == QStyle.SubControl.SC_ScrollBarSubPage:
                return QRect(whole.topLeft(), handle.topRight() if upright else handle.bottomLeft())
            if part == QStyle.SubControl.SC_ScrollBarAddPage:
                return QRect(handle.bottomLeft() if upright else handle.topRight(), whole.bottomRight())
            return QRect()
        if control == QStyle.ComplexControl.CC_ComboBox and part == QStyle.SubControl.SC_ComboBoxEditField:
            px = self.look.px
            return option.rect.adjusted(round(px(5)), 1, -round(px(22)), -1)
        return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]

    def _scroll_handle(self, option: QStyleOption) -> QRect:
        assert isinstance(option, QStyleOptionSlider)
        whole, upright = option.rect, option.orientation == Qt.Orientation.Vertical
        length = whole.height() if upright else whole.width()
        extent = option.maximum - option.minimum + option.pageStep
        size = length if extent <= 0 else length * option.pageStep // extent
        size = min(length, max(size, self.pixelMetric(QStyle.PixelMetric.PM_ScrollBarSliderMin)))
        start = QStyle.sliderPositionFromValue(
            option.minimum, option.maximum, option.sliderPosition, length - size, option.upsideDown
        )
        if upright:
            return QRect(whole.left(), whole.top() + start, whole.width(), size)
        return QRect(whole.left() + start, whole.top(), size, whole.height())
