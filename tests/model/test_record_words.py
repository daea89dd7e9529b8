"""Every record, every field and every choice has words in both languages."""

import importlib
import pkgutil
import types
import typing
from collections.abc import Iterator
from enum import StrEnum

import pytest

import cfpdesk.model
from cfpdesk.i18n import Message, text_in
from cfpdesk.model.field_word import field_order, field_word
from cfpdesk.model.record import Record, field_types
from cfpdesk.model.record_word import record_word
from cfpdesk.model.value_word import CHOICES, value_text


def _below(kind: type[Record]) -> Iterator[type[Record]]:
    for found in kind.__subclasses__():
        yield found
        yield from _below(found)


def _records() -> list[type[Record]]:
    for each in pkgutil.iter_modules(cfpdesk.model.__path__):
        importlib.import_module(f"cfpdesk.model.{each.name}")
    ours = {kind for kind in _below(Record) if kind.__module__.startswith("cfpdesk.model.")}
    return sorted(ours, key=lambda kind: kind.TABLE)


RECORDS = _records()
FIELDS = [
    (kind, name, found)
    for kind in RECORDS
    for name, found in field_types(kind).items()
    if name not in kind.KEY  # one row has one key: it never stands against another
]


def _enum(found: object) -> type[StrEnum] | None:
    options = typing.get_args(found) if isinstance(found, types.UnionType) else (found,)
    enums = [o for o in options if isinstance(o, type) and issubclass(o, StrEnum)]
    return enums[0] if enums else None


def said_twice(words: object) -> None:
    assert isinstance(words, Message)
    zh, en = words.text("zh"), words.text("en")
    assert zh.strip()
    assert en.strip()
    assert zh == "GWP" or any("一" <= letter <= "鿿" for letter in zh), (en, zh)
    assert en.isascii(), en


def test_there_are_as_many_records_as_there_were() -> None:
    assert len(RECORDS) > 55
    assert len(FIELDS) > 350
    assert len({kind.TABLE for kind in RECORDS}) == len(RECORDS)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.TABLE)
def test_a_record_has_a_name(kind: type[Record]) -> None:
    said_twice(record_word(kind.TABLE))


@pytest.mark.parametrize(("kind", "name", "_found"), FIELDS)
def test_a_field_has_a_name(kind: type[Record], name: str, _found: object) -> None:
    said_twice(field_word(kind.TABLE, name))
    assert field_order(name) < field_order("of_a_newer_program")


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.TABLE)
def test_fields_of_one_record_have_different_names(kind: type[Record]) -> None:
    names = [n for n in field_types(kind) if n not in kind.KEY]
    for language in ("zh", "en"):
        words = [text_in(field_word(kind.TABLE, name), language) for name in names]
        doubled = {word for word in words if words.count(word) > 1}
        assert not doubled


def test_every_choice_is_said_and_no_other() -> None:
    chosen = {
        (k.TABLE, n): e for k in RECORDS for n, t in field_types(k).items() if (e := _enum(t))
    }
    assert set(CHOICES) == set(chosen)
    for (table, name), kind in chosen.items():
        for option in kind:
            said_twice(value_text(table, name, str(option)))


def test_what_a_newer_program_wrote_shows_as_it_is_called() -> None:
    assert record_word("of_tomorrow") == "of_tomorrow"
    assert field_word("of_tomorrow", "thing") == "thing"
    assert value_text("answer", "verdict", "of_tomorrow") == "of_tomorrow"


def test_rows_and_codes_are_called_by_name() -> None:
    names = {"row-1": "苏晓岚", "row-2": "高博"}
    assert value_text("document_review", "reviewer", "row-1", names) == "苏晓岚"
    assert text_in(
        value_text("schedule_block", "people", ["row-1", "x", "row-2"], names), "zh"
    ) == ("苏晓岚\nx\n高博")
    assert value_text("schedule_block", "start", 545) == "9:05"
