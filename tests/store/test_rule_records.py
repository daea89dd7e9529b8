"""Every record of the rules comes back from the store as it was written, field by field."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.competence import (
    CompetenceMark,
    PersonCertificate,
    PersonFacts,
    TeamStatement,
    Training,
)
from cfpdesk.model.contract_review import ContractChange, ContractReview
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.document_review import DocumentReview
from cfpdesk.model.engagement import AssuranceLevel, Site
from cfpdesk.model.override import Override
from cfpdesk.model.person_days import MemberDays, PersonDays
from cfpdesk.model.plan import PlanVersion, TeamChange
from cfpdesk.model.quantification import LineMethod, PrincipleTag
from cfpdesk.model.record import Blob, Record, field_types
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.model.site_sample import SiteSampling
from cfpdesk.model.stage import RunningDay, StageIssue, StageOne
from cfpdesk.model.team import Person
from cfpdesk.model.working_day import Holiday
from tests.builders import a_session

VALUES: dict[object, object] = {
    str: "文字 x",
    int: 7,
    int | None: 7,
    bool: True,
    date | None: date(2026, 3, 18),
    datetime | None: datetime(2026, 3, 18, 9, 0, tzinfo=UTC),
    Decimal | None: Decimal("0.75"),
    tuple[str, ...]: ("a", "b"),
    Blob | None: Blob("0" * 64, 3, "image/jpeg", "证书.jpg"),
    AssuranceLevel | None: AssuranceLevel.LIMITED,
}
PARENTS: dict[str, type[Record]] = {"person": Person, "site": Site, "dataset": Dataset}
RECORDS: tuple[type[Record], ...] = (
    *(PersonCertificate, Training, TeamStatement, PersonFacts, CompetenceMark),
    *(ContractReview, ContractChange, DocumentReview, StageOne, StageIssue, RunningDay),
    *(ScheduleBlock, PlanVersion, TeamChange, SiteSampling, PersonDays, MemberDays),
    *(RuleEntry, Override, Holiday, LineMethod, PrincipleTag),
)


def whole(kind: type[Record]) -> Record:
    """A record with every field filled."""
    make: Callable[..., Record] = kind
    return make(**{name: a_value(hint) for name, hint in field_types(kind).items()})


def a_value(hint: object) -> object:
    """A value of a field's type that is not the default; of choices the last."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [*hint][-1]
    return VALUES[hint]


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.TABLE)
def test_a_record_comes_back_as_it_was_written_and_falls_with_what_it_belongs_to(
    kind: type[Record], tmp_path: Path
) -> None:
    session = a_session(tmp_path)
    wanted = whole(kind)
    above = [PARENTS[table](row=row) for table, row in wanted.parents()]
    with session.transact(msg("Edit the engagement")) as change:
        for parent in above:
            change.put(parent)
        kept = change.put(wanted)
    assert session.all(kind) == (kept,)
    assert kept.fields() == wanted.fields()
    assert kept.row
    for parent in above:
        with session.transact(msg("Edit the engagement")) as change:
            change.remove(parent)
        assert session.all(kind) == ()


def test_tables_have_names_of_their_own() -> None:
    def every(base: type[Record]) -> set[type[Record]]:
        return {kind for sub in base.__subclasses__() for kind in ({sub} | every(sub))}

    tables = [kind.TABLE for kind in every(Record) if kind.__module__.startswith("cfpdesk.")]
    assert len(tables) == len(set(tables))
    assert {kind.TABLE for kind in RECORDS} <= set(tables)
