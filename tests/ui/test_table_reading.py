"""Papers and the X-ray on a computer where nobody has opened the client's tables yet."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cfpdesk.model.gate import Target
from cfpdesk.model.population import Population
from cfpdesk.steps import sampling, sampling_edit
from cfpdesk.steps.inventory_import import read_file
from cfpdesk.store.computed_query import computed_seen
from cfpdesk.store.session import Session
from cfpdesk.store.table_cache import FOLDER
from cfpdesk.ui.pages.document_page import DocumentPage
from cfpdesk.ui.pages.package_page import PackagePage
from cfpdesk.ui.pages.sampling_page import SamplingPage
from tests import builders, client_files
from tests.documents.papers import text_of
from tests.flow.visit.hands import wait_for
from tests.sampling_samples import agreed_session, checked, drawn, slips_population
from tests.ui.opened import on_page, page_of


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A sample that was drawn and checked, and whose table is not read on this computer."""
    with agreed_session(tmp_path) as made:
        row = slips_population(made).row
        drawn(made, row)
        checked(made, row)
    shutil.rmtree(made.folder / FOLDER)
    with Session.open(made.folder, builders.LEAD, builders.a_clock()) as opened:
        yield opened


def unread(session: Session) -> int:
    return computed_seen(session).unread


def test_the_xray_draws_the_sample_once_more(qtbot: QtBot, session: Session) -> None:
    assert unread(session) == 1
    assert [table.read for table in sampling.unread_tables(session)] == [False]
    with on_page(qtbot, session, "package") as window:
        wait_for(lambda: not unread(session), "the table")
        shown = page_of(window, PackagePage)
        wait_for(lambda: _sentence(shown).startswith("1 个样本用种子重抽，1 个结果相同"), "X-ray")
        assert sampling.unread_tables(session) == ()


def _sentence(shown: PackagePage) -> str:
    found = next((c for c in shown._checks if c.code == "sampling"), None)
    return str(found.sentence) if found is not None else ""


def test_papers_wait_for_the_tables_they_follow_from(qtbot: QtBot, session: Session) -> None:
    with on_page(qtbot, session, "document") as window:
        shown = page_of(window, DocumentPage)
        shown.focus_on(Target("document", "sampling_sheet"))
        wait_for(lambda: "RK-25-0146" in _text(shown), "the drawn items on the paper")
        assert not unread(session)


def _text(shown: DocumentPage) -> str:
    printed = shown._printed
    if printed is None or printed.document.code != "sampling_sheet":
        return ""
    return text_of(printed.data)


def test_an_item_that_the_seed_does_not_draw_is_told(session: Session) -> None:
    (table,) = sampling.unread_tables(session)
    assert table.dataset.file is not None
    read_file(session.tables, table.dataset.file)
    (population,) = session.all(Population)
    assert [s.strangers for s in computed_seen(session).samples] == [0]
    one = sampling.state(session).find(population.row)
    assert one is not None
    assert one.sample is not None
    assert one.frame is not None
    taken = {part.item.id for part in one.sample.items}
    other = next(item.id for item in one.frame.items if item.id not in taken)
    sampling_edit.mark_missing(session, population.row, other, missing=True)
    assert [s.strangers for s in computed_seen(session).samples] == [1]


def test_the_sampling_page_knows_the_claim_by_the_lines(qtbot: QtBot, session: Session) -> None:
    client_files.take_in(session, client_files.CLIENT / "恒锐_CFP_2025.xlsx", "E-1-009")
    shutil.rmtree(session.folder / FOLDER)
    with (
        Session.open(session.folder, builders.LEAD, builders.a_clock(), read_only=True) as fresh,
        on_page(qtbot, fresh, "sampling") as window,
    ):
        row = fresh.all(Population)[0].row
        wait_for(lambda: not unread(fresh), "both tables")
        wait_for(lambda: not window.desk.jobs.running, "quiet")
        assert page_of(window, SamplingPage)._one() is not None
        claim = sampling.state(fresh).context.basis
        assert claim is not None
        assert claim.by_lines, "not the declared value times the output"
        assert sampling.state(fresh).find(row) is not None
