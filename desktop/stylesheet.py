"""The stylesheet of the interface; ``{token}`` stands for a colour of the theme, ``{arrow}``, ``{tick}`` and ``{clear}`` for pictures."""

from __future__ import annotations

from typing import Final

# combobox-popup 0: a list below the box; the menu over it that Fusion has instead cuts off its last row under this stylesheet.
# Focus: a ring of 2 px in text-ink; paddings give back what the wider border takes, so that nothing moves.
STYLESHEET: Final = """
* { outline: none; }
QWidget { color: {ink}; selection-background-color: {text-ink}; selection-color: {paper}; }
QMainWindow, QDialog { background: {chrome}; }
QToolTip { background: {raise}; color: {ink}; border: 1px solid {cap}; padding: 4px 8px; }

QMenuBar { background: {chrome}; border: none; border-bottom: 1px solid {rule}; padding: 0 8px; }
QMenuBar[joined="true"] { border-bottom-color: {chrome}; }
QMenuBar::item { background: transparent; padding: 4px 10px; border-radius: 4px; }
QMenuBar QToolButton { padding: 1px 8px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: {press}; }
QMenu { background: {raise}; border: 1px solid {cap}; border-radius: 5px; padding: 4px 0; }
QMenu::item { padding: 4px 16px; min-height: 18px; }
QMenu::icon { padding: 0 8px; }
QMenu::item:selected { background: {sel}; }
QMenu::item:disabled { color: {edge}; }
QMenu::separator { height: 1px; background: {rule}; margin: 4px 0; }

QToolBar { background: {chrome}; border: none; border-bottom: 1px solid {rule}; spacing: 2px; padding: 4px; }
QToolBar::separator { width: 1px; background: {rule}; margin: 6px 8px; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: 4px; padding: 3px 6px; }
QToolButton:hover { background: {sel}; }
QToolButton:pressed, QToolButton:checked { background: {press}; }
QToolButton:disabled { color: {edge}; }
QToolButton:focus { border-color: {text-ink}; }
QToolButton::menu-indicator { image: none; }

QPushButton { background: {chrome}; border: 1px solid {edge}; border-radius: 4px; padding: 4px 12px; min-height: 18px; }
QPushButton:hover { background: {sel}; }
QPushButton:pressed, QPushButton:checked { background: {press}; }
QPushButton:disabled { color: {edge}; border-color: {rule}; }
QPushButton:focus { border: 2px solid {text-ink}; padding: 3px 11px; }
QPushButton[primary="true"] { background: {text-ink}; color: {paper}; border-color: {text-ink}; }
QPushButton[primary="true"]:hover { background: {ink}; }
QPushButton[primary="true"]:focus { border: 2px solid {edge}; }
QPushButton[primary="true"]:disabled { background: {track}; color: {ink-2}; border-color: {track}; }
QPushButton[link="true"] { background: transparent; border: 2px solid transparent; padding: 0 2px; }
QPushButton[link="true"]:hover { background: {sel}; }
QPushButton[link="true"]:focus { border-color: {text-ink}; }

QLineEdit, QPlainTextEdit, QTextEdit {
  background: {field}; border: 1px solid {edge}; border-radius: 4px; padding: 3px 7px;
}
QLineEdit { min-height: 18px; }
QLineEdit { lineedit-clear-button-icon: url("{clear}"); }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid {text-ink}; padding: 2px 6px;
}
QLineEdit:disabled, QPlainTextEdit:disabled { color: {edge}; border-color: {rule}; }

QComboBox { background: {field}; border: 1px solid {edge}; border-radius: 4px; padding: 3px 9px; min-height: 18px; combobox-popup: 0; }
QComboBox:focus, QComboBox:on { border: 2px solid {text-ink}; padding: 2px 8px; }
QComboBox:disabled { color: {edge}; border-color: {rule}; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url("{arrow}"); width: 14px; height: 14px; }
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus { background: {raise}; border: 1px solid {cap}; border-radius: 0; padding: 0; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 8px; }
QComboBox QAbstractItemView::item:selected { background: {sel}; color: {ink}; }

QAbstractItemView { background: {chrome}; border: none; alternate-background-color: {chrome}; }
QAbstractItemView::item:selected { background: {sel}; color: {ink}; }
QListView[quiet="true"], QListView[quiet="true"]:focus { border: none; background: transparent; }
QListView[quiet="true"]::item { border-bottom: 1px solid {rule}; }
QListView:focus, QTreeView:focus, QTableView:focus { border: 2px solid {text-ink}; border-radius: 4px; }
QListView:disabled { color: {edge}; }
QListView, QTreeView, QTableView { border: 2px solid transparent; }
QHeaderView::section { background: {chrome}; color: {ink-2}; border: none; border-bottom: 1px solid {rule}; padding: 4px 8px; }

QTableView[ground="paper"] QHeaderView, QTableView[ground="paper"] QTableCornerButton::section { background: {paper}; border: none; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QHeaderView[ground="paper"]::section { background: {paper}; border: none; }
QHeaderView[ground="paper"]::section { padding: 3px 6px; }
QHeaderView[ground="paper"]::section:horizontal { border-bottom: 1px solid {rule}; }
QPushButton[field="true"] { background: {field}; padding: 4px 18px; }
QPushButton[field="true"]:focus { padding: 3px 17px; }
QPushButton[field="true"]::menu-indicator { image: url("{arrow}"); width: 14px; height: 14px; subcontrol-origin: padding; subcontrol-position: center right; right: 2px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: {text-ink}; }
QCheckBox::indicator, QListView::indicator { width: 14px; height: 14px; background: {field}; border: 1px solid {edge}; border-radius: 3px; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: {text-ink}; border-color: {text-ink}; image: url("{tick}"); }
QCheckBox::indicator:disabled, QListView::indicator:disabled { border-color: {rule}; background: {chrome}; }
QRadioButton::indicator { width: 14px; height: 14px; background: {field}; border: 1px solid {edge}; border-radius: 8px; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid {text-ink}; border-radius: 8px; }
QCheckBox:disabled { color: {edge}; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: {cap}; border-radius: 3px; margin: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: {edge}; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none; width: 0; height: 0; }

QStatusBar { background: {chrome}; border-top: 1px solid {rule}; min-height: 27px; }
QStatusBar QToolButton { padding: 0 6px; }
QStatusBar::item { border: none; }
QProgressBar { background: {track}; border: none; max-height: 3px; min-height: 3px; }
QProgressBar::chunk { background: {ink-2}; }

QMainWindow::separator { background: {rule}; width: 1px; height: 1px; }
QSplitter::handle { background: {rule}; }

QLabel[role="secondary"], QToolButton[role="secondary"] { color: {ink-2}; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="block"] { font-size: 14px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="cap"] { background: {raise}; border: 1px solid {cap}; border-bottom-width: 2px; border-radius: 3px; padding: 0 4px; font-size: 10px; font-weight: 500; }
QPushButton[primary="true"] QLabel { color: {paper}; }
QPushButton[primary="true"] QLabel[role="cap"] { background: transparent; border-color: {ink-2}; }
QFrame[role="rule"] { background: {rule}; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="upright"] { background: {rule}; border: none; max-width: 1px; min-width: 1px; }
QFrame[role="red"] { background: {accent}; border: none; }
QWidget[ground="paper"] { background: {paper}; }
QWidget[ground="chrome"] { background: {chrome}; }
QFrame[role="strip"] { background: {raise}; border: none; border-bottom: 1px solid {rule}; }
QFrame[role="drop"] { border: 1px dashed {edge}; border-radius: 5px; }
QFrame[role="drop"][over="true"] { border: 2px dashed {text-ink}; }
"""
