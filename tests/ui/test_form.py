"""Form rows: names, clause, unit, commits when left, errors and drafts."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.ui.fields import DRAFT_AFTER_MS
from cfpdesk.ui.form import Form
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.values import decimal_text, read_date, read_decimal, read_time


@pytest.fixture
def got() -> list[object]:
    return []


@pytest.fixture
def form(window: MainWindow, got: list[object]) -> Iterator[Form]:
    made = Form(window.desk, "engagement")
    made.line("client", "委托方(&V)", got.append, clause="RULE:8.3.1")
    made.note("facts", "事实", got.append)
    made.decimal("claimed", "声明值", got.append, unit="kgCO₂e/t", clause="RULE:7")
    made.date("day", "日期", got.append)
    made.time("hour", "时间", got.append)
    made.choice("boundary", "边界", [("a", "摇篮到大门"), ("b", "摇篮到坟墓")], got.append)
    made.check("told", "已告知", got.append)
    made.tags("criteria", "准则", got.append)
    made.setParent(window.stack)
    made.resize(500, 600)
    made.show()
    made.raise_()
    values: dict[str, object] = {
        "client": "恒锐",
        "facts": "甲",
        "claimed": Decimal("2808.56"),
        "day": date(2026, 3, 18),
        "hour": "09:05",
        "boundary": "a",
        "told": False,
        "criteria": ("ISO 14067:2018",),
    }
    made.show_values(values, row="row-1")
    QApplication.processEvents()
    yield made
    made.setParent(None)
    made.deleteLater()


def edit(form: Form, name: str) -> QLineEdit:
    found = form.findChild(QLineEdit, name)
    assert found is not None
    return found


def type_over(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def test_names_descriptions_and_buddies(form: Form) -> None:
    assert edit(form, "client").accessibleName() == "委托方(V)"
    assert "8.3.1" in edit(form, "client").accessibleDescription()
    assert edit(form, "claimed").accessibleDescription().startswith("kgCO₂e/t")
    combo = form.findChild(QComboBox, "boundary")
    assert combo is not None
    assert combo.accessibleName() == "边界"  # and not its value
    buddies = {found.buddy() for found in form.findChildren(QLabel) if found.buddy()}
    assert edit(form, "client") in buddies
    assert combo in buddies


def test_a_field_commits_once_when_it_is_left(form: Form, got: list[object]) -> None:
    type_over(edit(form, "client"), "Steel")
    assert got == []
    edit(form, "claimed").setFocus()
    assert got == ["Steel"]
    edit(form, "client").setFocus()
    edit(form, "claimed").setFocus()
    assert got == ["Steel"]


def test_values_are_read_as_typed(form: Form, got: list[object]) -> None:
    type_over(edit(form, "claimed"), "1,234.50")
    QTest.keyClick(edit(form, "claimed"), Qt.Key.Key_Return)
    type_over(edit(form, "day"), "2026/4/1")
    QTest.keyClick(edit(form, "day"), Qt.Key.Key_Return)
    type_over(edit(form, "hour"), "930")
    QTest.keyClick(edit(form, "hour"), Qt.Key.Key_Return)
    assert [str(value) for value in got] == ["1234.50", "2026-04-01", "09:30"]


def test_what_is_no_number_stays_with_a_sentence(form: Form, got: list[object]) -> None:
    field = edit(form, "claimed")
    type_over(field, "viel")
    edit(form, "client").setFocus()
    assert got == []
    assert field.text() == "viel"
    assert field.property("state") == "bad"
    assert field.property("errorText") == str(msg("This is not a number. Write it like 1,234.56."))
    form.show_values({"claimed": Decimal("2808.56")}, row="row-1")
    assert field.text() == "viel"  # a refresh does not wipe what is wrong
    type_over(field, "12")
    edit(form, "client").setFocus()
    assert got == [Decimal(12)]
    assert field.property("state") == ""


def test_a_refused_commit_keeps_the_text(window: MainWindow, form: Form) -> None:
    def refuse(_value: str) -> None:
        raise UserError(msg("Try again"))

    made = form.line("refused", "拒绝", refuse)
    made.show("", "row-1")
    type_over(made.edit, "Text")
    edit(form, "client").setFocus()
    assert made.edit.text() == "Text"
    assert made.edit.property("errorText") == str(msg("Try again"))


def test_choices_ticks_and_tags_commit_at_once(form: Form, got: list[object]) -> None:
    combo = form.findChild(QComboBox, "boundary")
    assert combo is not None
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert got == ["b"]
    field = form.field("told").focus_widget
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert got == ["b", True]
    type_over(edit(form, "criteria"), "GB/T 24067")
    QTest.keyClick(edit(form, "criteria"), Qt.Key.Key_Return)
    assert got[-1] == ("ISO 14067:2018", "GB/T 24067")


def test_a_refresh_leaves_a_field_alone_while_one_types(form: Form) -> None:
    field = edit(form, "client")
    type_over(field, "Ste")
    form.show_values({"client": "somebody else's"}, row="row-1")
    assert field.text() == "Ste"
    assert field.cursorPosition() == 3


def test_another_row_commits_the_text_of_the_one_before(form: Form, got: list[object]) -> None:
    type_over(edit(form, "client"), "Steel")
    form.show_values({"client": "other"}, row="row-2")
    assert got == ["Steel"]
    assert edit(form, "client").text() == "other"


def test_a_draft_is_kept_within_a_second_and_offered_again(
    window: MainWindow, form: Form, got: list[object]
) -> None:
    note = form.findChild(QPlainTextEdit, "facts")
    assert note is not None
    note.setFocus()
    QTest.keyClicks(note, "half a sen")
    QTest.qWait(DRAFT_AFTER_MS + 200)
    kept = {(d.table, d.row, d.field): d.text for d in window.desk.session.drafts()}
    assert kept[("engagement", "row-1", "facts")] == "half a sen甲"
    edit(form, "client").setFocus()
    assert got == ["half a sen甲"]
    assert window.desk.session.drafts() == ()
    window.desk.session.keep_draft("engagement", "row-9", "facts", "left over")
    form.show_values({"facts": ""}, row="row-9")
    offered = [w.text() for w in form.findChildren(QLabel) if "left over" in w.text()]
    assert offered


def test_numbers_dates_and_times() -> None:
    assert read_decimal(" 1，234.5 ") == Decimal("1234.5")
    assert read_decimal("\u22123") == Decimal(-3)
    assert read_decimal("") is None
    assert decimal_text(Decimal("-1234567.80")) == "\u22121,234,567.80"
    assert read_date("20260318") == date(2026, 3, 18)
    assert read_date("2026年3月18日") == date(2026, 3, 18)
    assert read_date("") is None
    assert read_time("9:05") == "09:05"
    assert read_time("2359") == "23:59"
    for wrong in ("x", "2026-13-01", "18"):
        with pytest.raises(UserError):
            read_date(wrong)
    for wrong in ("25:00", "9:5", "noon"):
        with pytest.raises(UserError):
            read_time(wrong)
    for wrong in ("1.2.3", "NaN", "Infinity"):
        with pytest.raises(UserError):
            read_decimal(wrong)


def test_a_note_is_as_high_as_its_text_whenever_it_came(form: Form) -> None:
    note = form.findChild(QPlainTextEdit, "facts")
    assert note is not None
    one = note.height()
    form.hide()
    note.setPlainText("一句很长的话，在窄的字段里要折成好几行才放得下。" * 6)
    form.resize(320, 600)
    form.show()
    QTest.qWait(60)
    layout = note.document().firstBlock().layout()
    assert layout.lineCount() > 4
    assert note.height() > one
    assert note.height() >= min(layout.lineCount(), 7) * int(layout.lineAt(0).height())
