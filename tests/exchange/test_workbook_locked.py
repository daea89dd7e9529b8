"""Locked workbooks are opened with their password, in memory; a wrong one gets a sentence."""

import io
import random
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from cfpdesk.exchange.client_workbook.reading import read_formulas, read_workbook
from cfpdesk.exchange.client_workbook.refusal import Refusal, WorkbookError
from tests.exchange.workbook_files import (
    FIXTURES,
    Kept,
    compound_file,
    read,
    xlsx_parts,
    zipped,
)

ENERGY = (FIXTURES / "energy.xlsx").read_bytes()
KEY = "厂长2025"


def locked(key: str, data: bytes = ENERGY) -> bytes:
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(key, made)
    return made.getvalue()


def refusal(data: bytes | Path, password: str = "") -> Refusal:
    with pytest.raises(WorkbookError) as caught:
        read_workbook(data, Kept(), password=password)
    assert caught.value.asks_password == (caught.value.why in (Refusal.LOCKED, Refusal.WRONG_KEY))
    return caught.value.why


def test_the_password_opens_a_workbook_with_its_formulas(tmp_path: Path) -> None:
    data = locked(KEY)
    (tmp_path / "清单.xlsx").write_bytes(data)
    plain, kept = read(ENERGY)
    for source in (data, tmp_path / "清单.xlsx"):
        info, found = read(source, password=KEY)
        assert info == plain
        assert found.sheets == kept.sheets
        assert len(list(read_formulas(source, [0], password=KEY))) == 9
    assert [path.name for path in tmp_path.iterdir()] == ["清单.xlsx"], "nothing was written"


def test_an_old_workbook_is_opened_too() -> None:
    info, kept = read(FIXTURES / "locked.xls", password="geheim")
    assert [sheet.name for sheet in info.sheets] == ["能耗", "空", "旧因子"]
    assert kept.sheets == read(FIXTURES / "energy.xls")[1].sheets


@pytest.mark.parametrize("data", [locked(KEY), (FIXTURES / "locked.xls").read_bytes()])
def test_without_the_right_password_a_sentence(data: bytes) -> None:
    assert refusal(data) is Refusal.LOCKED
    assert refusal(data, "not this") is Refusal.WRONG_KEY
    assert refusal(data, "x" * 300) is Refusal.WRONG_KEY
    with pytest.raises(WorkbookError) as caught:
        list(read_formulas(data, [0]))
    assert caught.value.why is Refusal.LOCKED


def test_a_workbook_protected_against_writing_only_asks_for_nothing() -> None:
    info, kept = read(locked("VelvetSweatshop"))
    assert info.sheets
    assert kept.sheets == read(ENERGY)[1].sheets


def test_a_password_for_a_workbook_without_one_does_no_harm() -> None:
    assert read(ENERGY, password=KEY)[1].sheets == read(ENERGY)[1].sheets


@pytest.mark.parametrize(
    ("info", "why"),
    [
        (b"\4\0\4\0", Refusal.LOCKED_OTHERWISE),
        (b"\3\0\3\0" + bytes(60), Refusal.LOCKED_OTHERWISE),
        (b"\4\0\4\0\x40\0\0\0<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", Refusal.HOSTILE),
        (b"\4\0\4\0\x40\0\0\0<encryption/>", Refusal.LOCKED_OTHERWISE),
    ],
)
def test_what_says_nonsense_about_its_lock(info: bytes, why: Refusal) -> None:
    data = compound_file({"EncryptionInfo": info, "EncryptedPackage": b"x" * 9000})
    assert refusal(data, KEY) is why


def test_a_locked_bomb_is_still_a_bomb() -> None:
    parts = xlsx_parts(rows="")
    parts["xl/worksheets/sheet1.xml"] = b"<!DOCTYPE x><worksheet/>"
    parts["docProps/thumbnail.bin"] = random.Random(1).randbytes(9000)
    assert refusal(locked(KEY, zipped(parts)), KEY) is Refusal.HOSTILE


def test_a_tampered_package_is_damaged() -> None:
    data = bytearray(locked(KEY))
    at = len(data) // 2
    data[at : at + 64] = bytes(64)
    assert refusal(bytes(data), KEY) in (Refusal.DAMAGED, Refusal.WRONG_KEY)
