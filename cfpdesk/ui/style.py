"""The style sheet, generated from the tokens, and the roles that widgets take in it.

Roles are dynamic properties, set with `role(widget, …)`:

    role(label, text="title")        title | card | strong | question | hero | figure | label |
                                     muted | small | mono | ok | bad | warn | info | na | conf
    role(button, kind="primary")     primary | plain (default) | quiet | link | danger | tool
    role(frame, box="card")          card | raised | tint-warn | tint-bad | tint-ok | tint-info |
                                     rail | bar | pane | hairline
    role(field, state="bad")         an error at the field: 2 px ring in `bad`
    role(chip, chip="clause")        clause | filter | tag

Heights stand here and not in `setMinimumHeight`, because a style sheet's `min-height` wins.
"""

import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cfpdesk.ui.svg import svg
from cfpdesk.ui.tokens import MONO_FAMILIES, Density, Tokens


def role(widget: QWidget, **properties: str | bool) -> QWidget:
    """Give a widget its roles in the style sheet, and show them at once; returns the widget."""
    changed = False
    for given, value in properties.items():
        name = "type" if given == "text" else given  # `text` is what a label says
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
    return widget


@cache
def _picture_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="cfpdesk-icons-")


@cache
def _picture(name: str, color: str) -> str:
    """Write an icon in one colour where a style sheet can find it; returns the path."""
    path = Path(_picture_folder().name) / f"{name}-{color[1:]}.svg"
    path.write_bytes(svg(name, color, color))
    return path.as_posix()


def style_sheet(t: Tokens, d: Density) -> str:
    """Return the whole style sheet for a set of colours and a density."""
    step = d.type_step
    sizes = {f"f{n}": n + step for n in (11, 12, 13, 14, 15, 16, 19, 21, 24)}
    inner = d.control - 2
    plain = t.na_t == t.base  # colours without tints: what a tint would frame needs a line
    return _TEMPLATE.format(
        t=t,
        d=d,
        **sizes,
        mono=",".join(f'"{name}"' for name in MONO_FAMILIES),
        field=inner - 2,
        field_focus=inner - 4,
        digits=sizes["f21"] + 16,
        button=inner,
        button_focus=inner - 2,
        button_ring=inner - 6,
        check_box=18 if step == 0 else 24,
        search=26 if step == 0 else inner,
        search_focus=24 if step == 0 else inner - 2,
        edge=t.control if plain else t.na_t,
        chosen=t.select if plain else t.base,
        accent_hover=t.mix("accent", 88, "text"),
        accent_press=t.mix("accent", 76, "text"),
        check=_picture("check", t.on_accent),
        check_off=_picture("check", t.base),
        down=_picture("chevron-down", t.text2),
        up=_picture("chevron-up", t.text2),
        left=_picture("chevron-left", t.text2),
        right=_picture("chevron-right", t.text2),
    )


_TEMPLATE = """
QWidget {{ color: {t.text}; font-size: {f13}px; }}
QMainWindow, QDialog, QWidget[box="window"] {{ background: {t.window}; }}
QToolTip {{ background: {t.tip}; color: {t.on_tip}; border: 1px solid {t.tip}; padding: 4px 8px; }}

QLabel {{ background: transparent; }}
QLabel[type="title"] {{ font-size: {f19}px; font-weight: 600; }}
QLabel[type="hero"] {{ font-size: {f24}px; font-weight: 600; }}
QLabel[type="figure"] {{ font-size: {f21}px; font-weight: 600; }}
QLabel[type="question"] {{ font-size: {f16}px; font-weight: 600; }}
QLabel[type="card"] {{ font-size: {f14}px; font-weight: 600; }}
QLabel[type="strong"] {{ font-weight: 600; }}
QLabel[type="value"] {{ font-size: {f15}px; font-weight: 600; }}
QLabel[type="sentence"] {{ font-size: {f15}px; color: {t.text}; }}
QLabel[type="label"] {{ font-size: {f12}px; color: {t.text2}; }}
QLabel[type="muted"] {{ font-size: {f12}px; color: {t.muted}; }}
QLabel[type="small"] {{ font-size: {f11}px; color: {t.muted}; }}
QLabel[type="mono"] {{ font-size: {f12}px; color: {t.text2};
  font-family: {mono},monospace; }}
QLabel[type="ok"] {{ color: {t.ok}; }}
QLabel[type="bad"] {{ color: {t.bad}; }}
QLabel[type="warn"] {{ color: {t.warn}; }}
QLabel[type="bad-strong"] {{ color: {t.bad}; font-weight: 600; }}
QLabel[type="warn-strong"] {{ color: {t.warn}; font-weight: 600; }}
QLabel[type="info"] {{ color: {t.info}; }}
QLabel[type="na"] {{ color: {t.na}; }}
QLabel[type="conf"] {{ color: {t.conf}; }}
QLabel[type="accent"] {{ color: {t.accent}; font-weight: 600; }}

QFrame[box="card"] {{ background: {t.base}; border: 1px solid {t.hair}; border-radius: 8px; }}
QFrame[box="raised"] {{ background: {t.raised}; border: 1px solid {t.hair}; border-radius: 8px; }}
QFrame[box="sheet"] {{ background: {t.base}; border: 1px solid {t.line}; border-radius: 10px; }}
QFrame[box="sheet-right"] {{ background: {t.raised}; border: 0; border-left: 1px solid {t.hair};
  border-top-right-radius: 9px; border-bottom-right-radius: 9px; }}
QFrame[box="drop"] {{ background: transparent; border: 1px dashed {t.control};
  border-radius: 6px; }}
QFrame[box="popover"] {{ background: {t.base}; border: 1px solid {t.line}; border-radius: 12px; }}
QFrame[box="tint-warn"] {{ background: {t.warn_t}; border: 0; border-radius: 6px; }}
QFrame[box="tint-bad"] {{ background: {t.bad_t}; border: 0; border-radius: 6px; }}
QFrame[box="tint-ok"] {{ background: {t.ok_t}; border: 0; border-radius: 6px; }}
QFrame[box="tint-info"] {{ background: {t.info_t}; border: 0; border-radius: 6px; }}
QFrame[box="tint-conf"] {{ background: {t.conf_t}; border: 0; border-radius: 6px; }}
QFrame[box="row-question"] {{ background: {t.warn_t}; border: 2px solid {t.warn};
  border-radius: 4px; }}
QFrame[box="focus-row"] {{ background: {t.select2}; border: 0; border-radius: 6px; }}
QFrame[box="rail"] {{ background: {t.window}; border: 0; border-right: 1px solid {t.hair}; }}
QFrame[box="header"] {{ background: {t.window}; border: 0; border-bottom: 1px solid {t.hair}; }}
QFrame[box="title-row"] {{ background: {t.base}; border: 0; }}
QFrame[box="title-row"][work="true"] {{ border-bottom: 1px solid {t.hair}; }}
QFrame[box="side"] {{ background: {t.window}; border: 0; border-left: 1px solid {t.hair}; }}
QFrame[box="next"] {{ background: {t.window}; border: 0; border-top: 1px solid {t.hair}; }}
QFrame[box="base"] {{ background: {t.base}; border: 0; }}
QFrame[box="pane"] {{ background: {t.raised}; border: 0; }}
QFrame[box="paper"] {{ background: {t.paper}; border: 0; }}
QFrame[box="hairline"] {{ background: {t.hair}; border: 0; }}
QFrame[box="segments"] {{ background: {t.na_t}; border: 1px solid {edge}; border-radius: 6px; }}
QFrame[box="avatar"] {{ background: {t.select}; border: 0; border-radius: 12px; }}

QPushButton {{ background: {t.base}; outline: 0; border: 1px solid {t.line}; border-radius: 6px;
  padding: 0 13px; min-height: {button}px; font-weight: 600; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.pressed}; }}
QPushButton:checked {{ background: {t.select}; }}
QPushButton:disabled {{ color: {t.disabled}; background: {t.window}; border-color: {t.hair}; }}
QPushButton:focus {{ border: 2px solid {t.focus}; padding: 0 12px; min-height: {button_focus}px; }}
QPushButton[kind="primary"] {{ background: {t.accent}; border-color: {t.accent};
  color: {t.on_accent}; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {accent_press}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.focus}; padding: 2px 12px;
  min-height: {button_ring}px; outline: 1px solid {t.on_accent}; outline-radius: 4px; }}
QPushButton[kind="primary"]:disabled {{ background: {t.na_t}; border-color: {edge};
  color: {t.disabled}; }}
QPushButton[kind="danger"] {{ color: {t.bad}; border-color: {t.bad}; }}
QPushButton[kind="danger"]:focus {{ border-color: {t.focus}; }}
QPushButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent;
  padding: 0 7px; font-weight: 400; }}
QPushButton[kind="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[kind="quiet"]:pressed {{ background: {t.pressed}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {t.focus}; padding: 0 6px; }}
QPushButton[align="left"] {{ text-align: left; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; padding: 0 3px;
  color: {t.accent}; font-size: {f12}px; font-weight: 400; min-height: {d.target}px; }}
QPushButton[kind="link"]:hover {{ background: {t.select2}; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {t.focus}; padding: 0 2px; min-height: 20px; }}
QPushButton[kind="link"]:disabled {{ color: {t.disabled}; }}
QPushButton[kind="sign"] {{ min-height: {d.sign_in}px; }}
QPushButton[kind="to-sign"] {{ background: {t.raised}; border: 1px dashed {t.control};
  color: {t.muted}; font-weight: 400; font-size: {f12}px; }}
QPushButton[kind="to-sign"]:hover {{ background: {t.hover}; color: {t.text}; }}
QPushButton[kind="to-sign"]:focus {{ border: 2px solid {t.focus}; }}
QPushButton[kind="large"] {{ min-height: 58px; font-size: {f16}px; border-radius: 8px; }}
QPushButton[kind="large-primary"] {{ min-height: 58px; font-size: {f16}px; border-radius: 8px;
  background: {t.accent}; border-color: {t.accent}; color: {t.on_accent}; }}
QPushButton[kind="large-link"] {{ min-height: 58px; font-size: {f15}px; background: transparent;
  border: 1px solid transparent; color: {t.accent}; padding: 0 8px; font-weight: 400; }}
QPushButton[kind="large-link"]:hover {{ background: {t.select2}; }}
QPushButton[kind="large-link"]:focus {{ border: 2px solid {t.focus}; padding: 0 7px;
  min-height: 56px; }}
QPushButton[kind="large-primary"]:disabled {{ background: {t.na_t}; border-color: {edge};
  color: {t.disabled}; }}
QPushButton[kind="large"]:focus, QPushButton[kind="large-primary"]:focus {{ min-height: 56px; }}
QPushButton[kind="segment"] {{ background: transparent; border: 1px solid transparent;
  border-radius: 5px; color: {t.text2}; font-weight: 400; padding: 0 14px;
  min-height: {field}px; }}
QPushButton[kind="segment"]:hover {{ background: {t.hover}; }}
QPushButton[kind="segment"]:checked {{ background: {chosen}; border-color: {t.line};
  color: {t.text}; font-weight: 600; }}
QPushButton[kind="segment"]:focus {{ border: 2px solid {t.focus}; padding: 0 13px;
  min-height: {field_focus}px; }}
QPushButton[kind="segment-large"] {{ background: transparent; border: 1px solid transparent;
  border-radius: 5px; color: {t.text2}; font-weight: 400; padding: 0 14px;
  min-height: 54px; }}
QPushButton[kind="segment-large"]:hover {{ background: {t.hover}; }}
QPushButton[kind="segment-large"]:checked {{ background: {chosen}; border-color: {t.line};
  color: {t.text}; font-weight: 600; }}
QPushButton[kind="segment-large"]:focus {{ border: 2px solid {t.focus}; padding: 0 13px;
  min-height: 52px; }}
QPushButton[kind="chip"] {{ background: transparent; border: 1px solid transparent;
  border-radius: 12px; padding: 0 8px; font-weight: 400;
  min-height: {d.target}px; }}
QPushButton[kind="removable"] {{ background: {t.raised}; border: 1px solid {t.hair};
  border-radius: 5px; padding: 0 8px; font-weight: 400; font-size: {f12}px;
  min-height: {d.target}px; }}
QPushButton[kind="removable"]:focus {{ border: 2px solid {t.focus}; padding: 0 7px; }}
QPushButton[tone="ok"] {{ font-size: {f12}px; }}
QPushButton[tone="warn"] {{ color: {t.warn}; }}
QPushButton[tone="bad"] {{ color: {t.bad}; font-weight: 600; }}
QPushButton[kind="link"][tone="ok"] {{ color: {t.ok}; font-weight: 600; }}
QPushButton[kind="chip"]:hover {{ background: {t.hover}; }}
QPushButton[kind="chip"]:checked {{ background: {t.select}; color: {t.accent}; font-weight: 600; }}
QPushButton[kind="chip"]:focus {{ border: 2px solid {t.focus}; padding: 0 7px; }}
QFrame[compact="true"] QPushButton[kind="chip"] {{ padding: 0 5px; font-size: {f12}px; }}
QPushButton[kind="fold"] {{ background: transparent; border: 1px solid transparent;
  padding: 0 2px 0 0; font-size: {f12}px; text-align: left; min-height: {d.target}px; }}
QPushButton[kind="fold"]:hover {{ background: {t.hover}; }}
QPushButton[kind="fold"]:focus {{ border: 2px solid {t.focus}; padding: 0 1px 0 0; }}
QPushButton[kind="tab"] {{ background: transparent; border: 0; border-bottom: 2px solid transparent;
  border-radius: 0; padding: 0 2px; font-weight: 400; min-height: {button}px; }}
QPushButton[kind="tab"]:checked {{ border-bottom: 2px solid {t.accent}; font-weight: 600; }}
QPushButton[kind="tab"]:focus {{ border: 2px solid {t.focus}; padding: 0; }}
QPushButton[kind="rail"] {{ background: transparent; border: 1px solid transparent; }}
QPushButton[kind="search"] {{ background: {t.base}; border: 1px solid {t.line}; color: {t.muted};
  font-weight: 400; font-size: {f12}px; text-align: left; min-height: {search}px; padding: 0 8px; }}
QPushButton[kind="search"]:focus {{ min-height: {search_focus}px; border: 2px solid {t.focus};
  padding: 0 7px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 2px; min-width: {d.target}px; min-height: {d.target}px; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:pressed {{ background: {t.pressed}; }}
QToolButton:checked {{ background: {t.select}; }}
QToolButton:focus {{ border: 2px solid {t.focus}; padding: 1px; }}
QToolButton[tool="icon"] {{ max-width: {d.target}px; max-height: {d.target}px; }}
QToolButton::menu-indicator {{ image: none; }}

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QDateTimeEdit, QTimeEdit, QSpinBox {{
  background: {t.base}; border: 1px solid {t.control}; border-radius: 5px;
  selection-background-color: {t.select}; selection-color: {t.text}; }}
QLineEdit, QComboBox, QDateEdit, QDateTimeEdit, QTimeEdit, QSpinBox {{
  padding: 1px 9px; min-height: {field}px; }}
QPlainTextEdit, QTextEdit {{ padding: 5px 6px; }}
QLineEdit {{ lineedit-password-character: 8226; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QDateTimeEdit:focus, QTimeEdit:focus,
QSpinBox:focus {{ border: 2px solid {t.focus}; padding: 1px 8px; min-height: {field_focus}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {t.focus}; padding: 4px 5px; }}
QLineEdit:read-only, QPlainTextEdit[readOnly="true"], QTextEdit[readOnly="true"] {{
  background: {t.raised}; border-color: {t.hair}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QDateEdit:disabled {{
  background: {t.raised}; border-color: {t.hair}; color: {t.disabled}; }}
QLineEdit[kind="digits"], QLineEdit[kind="digits"]:focus, QLineEdit[kind="digits"][state="bad"] {{
  border: 0; padding: 0; min-height: {digits}px; }}
QLineEdit[kind="large"] {{ padding: 1px 13px; min-height: 56px; font-size: {f16}px; }}
QLineEdit[kind="large"]:focus {{ padding: 1px 12px; min-height: 54px; }}
QLineEdit[state="bad"], QPlainTextEdit[state="bad"], QComboBox[state="bad"],
QDateEdit[state="bad"] {{ border: 2px solid {t.bad}; }}
QLineEdit[state="bad"], QComboBox[state="bad"], QDateEdit[state="bad"] {{ padding: 1px 8px;
  min-height: {field_focus}px; }}
QLineEdit[state="warn"] {{ border: 1px solid {t.warn}; color: {t.warn}; }}
QLineEdit[cell="true"] {{ border: 1px solid transparent; background: transparent;
  padding: 1px 5px; }}
QComboBox[cell="true"] {{ border: 1px solid transparent; background: transparent;
  padding: 1px 5px; }}
QComboBox[cell="true"]:hover {{ border: 1px solid {t.line}; background: {t.base}; }}
QComboBox[cell="true"]:focus {{ border: 2px solid {t.focus}; padding: 1px 4px; }}
QLineEdit[cell="true"]:hover {{ border: 1px solid {t.line}; background: {t.base}; }}
QLineEdit[cell="true"]:focus {{ border: 2px solid {t.focus}; background: {t.base};
  padding: 1px 4px; }}
QLineEdit[cell="true"][state="warn"] {{ border: 1px solid {t.warn}; color: {t.warn};
  placeholder-text-color: {t.warn}; }}
QLineEdit[editor="true"] {{ border-radius: 3px; padding: 0 6px; min-height: 20px;
  font-weight: 600; }}
QLineEdit[editor="true"]:focus {{ padding: 0 5px; min-height: 18px; }}
QLineEdit[bare="title"] {{ border: 0; background: transparent; font-size: {f19}px;
  font-weight: 600; padding: 0; }}
QLineEdit[bare="title"]:focus {{ border: 0; border-bottom: 2px solid {t.focus}; }}
QLineEdit[bare="true"] {{ border: 0; background: transparent; font-size: {f16}px; padding: 0; }}
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down {{ border: 0; width: 26px;
  background: transparent; subcontrol-origin: padding; subcontrol-position: center right; }}
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {{ image: url("{down}");
  width: 14px; height: 14px; }}
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button {{
  border: 0; width: 18px; background: transparent; }}
QSpinBox::up-arrow, QTimeEdit::up-arrow {{ image: url("{up}"); width: 10px; height: 10px; }}
QSpinBox::down-arrow, QTimeEdit::down-arrow {{ image: url("{down}"); width: 10px; height: 10px; }}
QComboBox QAbstractItemView {{ background: {t.base}; border: 1px solid {t.line}; outline: 0;
  padding: 4px; selection-background-color: {t.select}; selection-color: {t.text}; }}
QComboBox QAbstractItemView::item {{ min-height: {d.row}px; padding: 0 6px; }}

QCheckBox, QRadioButton {{ spacing: 8px; background: transparent; min-height: {d.target}px;
  border: 1px solid transparent; border-radius: 5px; padding: 0 2px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {t.focus}; padding: 0 1px;
  min-height: {d.target}px; }}
QCheckBox::indicator {{ width: {check_box}px; height: {check_box}px; border: 1px solid {t.control};
  border-radius: 4px; background: {t.base}; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
  image: url("{check}"); }}
QCheckBox::indicator:disabled {{ border-color: {t.line}; background: {t.raised}; }}
QCheckBox::indicator:checked:disabled {{ background: {t.disabled}; border-color: {t.disabled};
  image: url("{check_off}"); }}
QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {t.control};
  border-radius: 8px; background: {t.base}; }}
QRadioButton::indicator:checked {{ border: 5px solid {t.accent}; width: 6px; height: 6px; }}

QAbstractItemView {{ background: {t.base}; border: 0; outline: 0; alternate-background-color:
  {t.raised}; selection-background-color: {t.select}; selection-color: {t.text}; }}
QTableView {{ gridline-color: {t.hair}; border: 0; }}
QTableView::item {{ padding: 0 8px; border: 0; border-bottom: 1px solid {t.hair}; }}
QTableView::item:selected {{ background: {t.select}; color: {t.text}; }}
QListView::item {{ border: 0; }}
QHeaderView {{ background: {t.base}; border: 0; }}
QHeaderView::section {{ background: {t.base}; color: {t.text2}; font-size: {f12}px; border: 0;
  border-bottom: 1px solid {t.hair}; padding: 0 8px; min-height: 28px; }}
QAbstractItemView[ring="true"]:focus {{ border: 2px solid {t.focus}; }}

QScrollArea {{ background: transparent; border: 0; }}
QScrollArea > QWidget#qt_scrollarea_viewport {{ background: transparent; }}
QWidget[box="scrolled"] {{ background: transparent; }}
QScrollArea:focus {{ border: 2px solid {t.focus}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {t.control}; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QSplitter::handle {{ background: transparent; }}
QProgressBar {{ background: {t.na_t}; border: 0; border-radius: 3px; max-height: 6px;
  min-height: 6px; color: transparent; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
QProgressBar[tone="ok"]::chunk {{ background: {t.ok}; border-radius: 3px; }}
QProgressBar[tone="bad"]::chunk {{ background: {t.bad}; border-radius: 3px; }}
QProgressBar[tone="warn"]::chunk {{ background: {t.warn}; border-radius: 3px; }}
QSlider::groove:horizontal {{ background: {t.line}; height: 4px; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {t.accent}; width: 16px; height: 16px; margin: -6px 0;
  border-radius: 8px; }}

QMenu {{ background: {t.base}; border: 1px solid {t.line}; padding: 6px; }}
QMenu::item {{ padding: 0 24px 0 10px; min-height: {d.row}px; height: {d.row}px;
  border-radius: 5px; }}
QMenu::item:selected {{ background: {t.select}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::separator {{ height: 1px; background: {t.hair}; margin: 5px 4px; }}
QMenu::icon {{ padding-left: 8px; }}
QCalendarWidget QWidget {{ background: {t.base}; alternate-background-color: {t.raised}; }}
QCalendarWidget QToolButton {{ color: {t.text}; font-weight: 600; padding: 2px 8px; }}
QCalendarWidget #qt_calendar_prevmonth {{ qproperty-icon: url("{left}"); }}
QCalendarWidget #qt_calendar_nextmonth {{ qproperty-icon: url("{right}"); }}
QCalendarWidget QAbstractItemView:disabled {{ color: {t.disabled}; }}

QLabel[chip="clause"] {{ font-size: {f11}px; color: {t.text2}; background: {t.raised};
  border: 1px solid {t.hair}; border-radius: 4px; padding: 1px 6px; }}
QLabel[chip="tag"] {{ font-size: {f12}px; color: {t.text2}; background: {t.base};
  border: 1px solid {t.line}; border-radius: 4px; padding: 1px 6px; }}
QLabel[chip="key"] {{ font-size: {f11}px; color: {t.text2}; background: {t.base};
  border: 1px solid {t.line}; border-radius: 4px; padding: 0 5px; }}
QLabel[chip="ok"] {{ font-size: {f12}px; color: {t.ok}; background: {t.ok_t}; border-radius: 4px;
  padding: 1px 7px; border: 1px solid {t.ok_t}; }}
QLabel[chip="bad"] {{ font-size: {f12}px; color: {t.bad}; background: {t.bad_t};
  border-radius: 4px; padding: 1px 7px; border: 1px solid {t.bad_t}; }}
QLabel[chip="warn"] {{ font-size: {f12}px; color: {t.warn}; background: {t.warn_t};
  border-radius: 4px; padding: 1px 7px; border: 1px solid {t.warn_t}; }}
QLabel[chip="info"] {{ font-size: {f12}px; color: {t.info}; background: {t.info_t};
  border-radius: 4px; padding: 1px 7px; border: 1px solid {t.info_t}; }}
QLabel[chip="na"] {{ font-size: {f12}px; color: {t.na}; background: {t.na_t}; border-radius: 4px;
  padding: 1px 7px; border: 1px solid {t.na_t}; }}
QLabel[chip="conf"] {{ font-size: {f12}px; color: {t.conf}; background: {t.conf_t};
  border-radius: 4px; padding: 1px 7px; border: 1px solid {t.conf_t}; }}
QLabel[chip="avatar"] {{ background: {t.select}; color: {t.accent}; font-weight: 600;
  border-radius: 12px; min-width: 24px; max-width: 24px; min-height: 24px; max-height: 24px; }}
"""
