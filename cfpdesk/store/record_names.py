"""What one record is called for a person, and what the rows and codes in its values are called."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, TypeVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, Text, msg
from cfpdesk.model.checklist import Answer, group_code
from cfpdesk.model.competence import (
    CompetenceMark,
    PersonCertificate,
    PersonFacts,
    TeamStatement,
    Training,
)
from cfpdesk.model.contract_review import ContractChange
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.engagement import Site
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.factor import Factor
from cfpdesk.model.finding import Finding
from cfpdesk.model.override import Override
from cfpdesk.model.own_item import OwnItem
from cfpdesk.model.person_days import MemberDays
from cfpdesk.model.photo_mark import MARK_WORD, PhotoMark
from cfpdesk.model.plan import PlanVersion, TeamChange
from cfpdesk.model.population import Population, SampleItem
from cfpdesk.model.record import JsonValue, Record
from cfpdesk.model.record_word import record_word
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.model.stage import RunningDay, StageIssue
from cfpdesk.model.team import Person
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

R = TypeVar("R", bound=Record)
_Name: TypeAlias = tuple[Text, Text]  # short name and title
_NOT_NAMED = Bilingual("", "")
# Fields whose values are items of the rules' lists.
_LISTED: dict[tuple[str, str], ListCode] = {
    ("contract_change", "kinds"): ListCode.CONTRACT_CHANGE,
    ("contract_review", "category"): ListCode.CATEGORY,
    ("person_certificate", "kind"): ListCode.CERTIFICATE_KIND,
    ("person_facts", "expert_items"): ListCode.EXPERT_ITEM,
    ("principle_tag", "principles"): ListCode.PRINCIPLE,
    ("line_method", "collected"): ListCode.COLLECTION_KIND,
    ("line_method", "method"): ListCode.QUANTIFICATION_METHOD,
}


def record_name(session: Session, table: str, row: str) -> tuple[Text, Text, str]:
    """Return short name, title and checklist group of a record; the group is empty for most."""
    if table == Answer.TABLE:
        item = session.record(Answer, row).item
        questions = {i.id: i.question for i in checklist_of(session).items}
        return item, questions.get(item, _NOT_NAMED), group_code(item)
    if table == Finding.TABLE:
        found = session.record(Finding, row)
        return found.number, found.title, group_code(found.item) if found.item else ""
    make = _NAMES.get(table)
    name, title = make(session, row) if make is not None else ("", "")
    word = record_word(table)
    return (name, title or word, "") if name else (word, title, "")


def value_names(
    session: Session, table: str, field: str, values: Iterable[JsonValue]
) -> Mapping[str, Text]:
    """Return what rows and codes of the rules in these values are called; others are left out."""
    found: dict[str, Text] = {}
    for value in values:
        for part in value if isinstance(value, list) else (value,):
            if isinstance(part, str) and part:
                name = _listed(session, table, field, part) or _row(session, part)
                if name:
                    found[part] = name
    return found


def _listed(session: Session, table: str, field: str, code: str) -> Text:
    rule_list = _LISTED.get((table, field))
    return "" if rule_list is None else _item(session, rule_list, code)


def _item(session: Session, rule_list: str, code: str) -> Text:
    try:
        return rules_of(session).rule_list(rule_list).item(code).text
    except (KeyError, UserError):
        return code


_ROWS: tuple[tuple[type[Record], str], ...] = (
    (Person, "name"),
    (Site, "name"),
    (Evidence, "number"),
    (Finding, "number"),
    (Dataset, "name"),
    (Population, "name"),
)


def _row(session: Session, row: str) -> Text:
    for kind, field in _ROWS:
        kept = session.get(kind, row)
        if kept is not None:
            return str(getattr(kept, field))
    return ""


def _called(kind: type[R], name: str, title: str = "") -> Callable[[Session, str], _Name]:
    """Return how a record is called by a field of its own."""

    def make(session: Session, row: str) -> _Name:
        kept = session.record(kind, row)
        return str(getattr(kept, name)), str(getattr(kept, title)) if title else ""

    return make


def _of_person(
    kind: type[R], rule_list: ListCode | None = None, item: str = "", person: str = "person"
) -> Callable[[Session, str], _Name]:
    """Return how a record of a person is called: by the person, and by an item of the rules."""

    def make(session: Session, row: str) -> _Name:
        kept = session.record(kind, row)
        who = session.record(Person, getattr(kept, person)).name
        what = _item(session, rule_list, getattr(kept, item)) if rule_list else ""
        if not what:
            return who, ""
        return who, msg("{kind}: {name}", kind=record_word(kind.TABLE), name=what)

    return make


def _entry(session: Session, row: str) -> _Name:
    kept = session.record(RuleEntry, row)
    try:
        title: Text = rules_of(session).rule_list(kept.rule_list).title
    except (KeyError, UserError):
        title = kept.rule_list
    return _item(session, kept.rule_list, kept.item), title


def _running(session: Session, row: str) -> _Name:
    kept = session.record(RunningDay, row)
    return f"{session.record(Site, kept.site).name} {kept.day or ''}".strip(), ""


def _block(session: Session, row: str) -> _Name:
    kept = session.record(ScheduleBlock, row)
    return kept.title or str(kept.day or ""), ""


def _mark(session: Session, row: str) -> _Name:
    kept = session.record(PhotoMark, row)
    number = session.record(Evidence, kept.evidence).number
    return number, msg("{kind}: {name}", kind=MARK_WORD[kept.kind], name=kept.text or number)


def _version(session: Session, row: str) -> _Name:
    return msg("Version {n} of the plan", n=session.record(PlanVersion, row).number), ""


_NAMES: dict[str, Callable[[Session, str], _Name]] = {
    CompetenceMark.TABLE: _of_person(CompetenceMark, ListCode.TOPIC, "topic"),
    ContractChange.TABLE: _called(ContractChange, "description"),
    Dataset.TABLE: _called(Dataset, "name"),
    Evidence.TABLE: _called(Evidence, "number", "caption"),
    Factor.TABLE: _called(Factor, "name"),
    MemberDays.TABLE: _of_person(MemberDays),
    Override.TABLE: _called(Override, "person", "reason"),
    OwnItem.TABLE: _called(OwnItem, "number", "question"),
    Person.TABLE: _called(Person, "name"),
    PersonCertificate.TABLE: _of_person(PersonCertificate, ListCode.CERTIFICATE_KIND, "kind"),
    PersonFacts.TABLE: _of_person(PersonFacts),
    PhotoMark.TABLE: _mark,
    PlanVersion.TABLE: _version,
    Population.TABLE: _called(Population, "name"),
    RuleEntry.TABLE: _entry,
    RunningDay.TABLE: _running,
    SampleItem.TABLE: _called(SampleItem, "item"),
    ScheduleBlock.TABLE: _block,
    Site.TABLE: _called(Site, "name"),
    StageIssue.TABLE: _called(StageIssue, "number", "text"),
    TeamChange.TABLE: _of_person(TeamChange, person="out"),
    TeamStatement.TABLE: _of_person(TeamStatement, ListCode.STATEMENT, "kind"),
    Training.TABLE: _of_person(Training, ListCode.TRAINING_KIND, "kind"),
}
