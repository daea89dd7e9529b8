"""Lists of factors become libraries: found, compared with, and taken over only when used."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.dataset import DatasetKind
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.factor import CPCD, Factor
from cfpdesk.steps import inventory, inventory_factors, inventory_import
from cfpdesk.store.inventory_query import datasets
from cfpdesk.store.session import Session
from tests import builders

CPCD_LIST = """产品ID,产品名称,核算边界,碳足迹,企业名称,数据年份,数据类型,是否低碳
41121A0012022C,热轧带钢,摇篮到大门,2310kgCO2e / 公吨,甲公司,2022,核心数据库,否
35111X0012023C,沼气发电,摇篮到大门,-0.12 kgCO2e / 千瓦时,乙公司,2023,文献数据,是
坏行,没有值,摇篮到大门,不详,,2023,文献数据,否
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        builders.an_engagement(opened)
        yield opened


def take_in(session: Session, path: Path) -> str:
    with session.transact(msg("Take in {name}", name=path.name)) as change:
        evidence = change.put(Evidence(number="E-1-001", file=change.attach(path)))
    assert evidence.file is not None
    book = inventory_import.read_file(session.tables, evidence.file)
    found = inventory_factors.find_list(book, path.stem)
    inventory_factors.use_list(session, evidence.row, path.stem, found.sheet)
    assert (found.factors, found.problems) == (2, 1)
    return evidence.row


def test_cpcd_s_list_is_a_library(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "CPCD 导出.csv"
    path.write_bytes(CPCD_LIST.encode("gb18030"))
    take_in(session, path)
    assert [d.name for d in datasets(session, DatasetKind.FACTORS)] == ["CPCD 导出"]
    inventory_factors.prepare(session.tables, inventory_factors.unread_lists(session))
    assert inventory_factors.unread_lists(session) == ()
    ours = [f for f in inventory_factors.all_factors(session) if f.library == CPCD]
    assert [f.value for f in ours] == [Decimal(2310), Decimal("-0.12")]
    assert inventory.state(session).lines == ()
    assert session.all(Factor) == ()


def test_a_factor_is_taken_over_once(session: Session) -> None:
    factor = Factor(name="热轧带钢", value=Decimal(2310), unit="kgCO2e/t", library=CPCD)
    kept = inventory_factors.keep_factor(session, factor)
    again = inventory_factors.keep_factor(session, factor)
    assert kept.row == again.row
    assert [f.value for f in session.all(Factor)] == [Decimal(2310)]
    assert inventory_factors.keep_factor(session, kept) == kept


def test_a_file_without_factors_says_so(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "别的.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with session.transact(msg("Take in {name}", name=path.name)) as change:
        blob = change.attach(path)
    book = inventory_import.read_file(session.tables, blob)
    with pytest.raises(UserError):
        inventory_factors.find_list(book, "别的")
