"""`cfpdesk print` of the papers of inventory and sampling, in every form they have."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cfpdesk.cli.command import run
from cfpdesk.documents.preview import page_sizes
from cfpdesk.exchange.pact_check import check_footprint, errors
from tests import paper_samples
from tests.documents.papers import squeezed, text_of


@pytest.fixture(scope="module")
def engagement(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with paper_samples.a_visit(tmp_path_factory.mktemp("visit")) as session:
        paper_samples.hand_out(session)
        folder = session.folder
    for path in (folder / "cache").iterdir():
        path.unlink()
    return folder


def printed(engagement: Path, tmp_path: Path, document: str, *more: str) -> bytes:
    target = tmp_path / "out"
    assert run(["print", document, str(engagement), "--out", str(target), *more]) == 0
    return target.read_bytes()


def test_tables_that_were_not_read_here_are_read_first(engagement: Path, tmp_path: Path) -> None:
    shown = text_of(printed(engagement, tmp_path, "recalculation", "--lang", "zh"))
    assert "P6 制冷剂 HFC-32 逸散" in shown
    assert "还没有在这台电脑上读取" not in shown
    assert not list((engagement / "cache").iterdir()), "nothing is written into the engagement"


def test_one_population_is_printed_alone(engagement: Path, tmp_path: Path) -> None:
    both = printed(engagement, tmp_path, "sampling", "--lang", "zh")
    one = printed(
        engagement, tmp_path, "sampling_sheet", "--lang", "zh", "--part", "原料运单 → 入库单"
    )
    assert len(page_sizes(one)) < len(page_sizes(both))
    assert "RK-25-0038" in squeezed(text_of(both))
    assert "RK-25-0038" not in squeezed(text_of(one))


def test_the_workbook_calculates(
    engagement: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = printed(engagement, tmp_path, "inventory_workbook", "--format", "xlsx", "--lang", "en")
    book = load_workbook(BytesIO(data))
    assert str(book["Inventory lines"]["Z5"].value).startswith("=IF(G5=")
    target = str(tmp_path / "x.pdf")
    assert run(["print", "inventory_workbook", str(engagement), "--out", target]) == 2
    assert "xlsx" in capsys.readouterr().err


def test_the_footprint_goes_to_other_programs(engagement: Path, tmp_path: Path) -> None:
    data = printed(engagement, tmp_path, "footprint", "--format", "json")
    assert errors(check_footprint(data)) == ()
    assert json.loads(data)["companyName"] == "江苏恒锐精密带钢有限公司"
    with zipfile.ZipFile(
        BytesIO(printed(engagement, tmp_path, "footprint", "--format", "zip"))
    ) as kept:
        assert any(name.startswith("processes/") for name in kept.namelist())


def test_what_is_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with paper_samples.a_visit(tmp_path, populations=False) as session:
        folder = session.folder
    target = tmp_path / "pf.json"
    assert run(["print", "footprint", str(folder), "--format", "json", "--out", str(target)]) == 2
    assert "opinion" in capsys.readouterr().err
    assert not target.exists()
