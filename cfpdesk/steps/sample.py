"""The sample engagement: the cold-rolled strip mill, prepared as a lead would prepare it.

The facts are data (`resources/sample/engagement.json`); people and companies are fictional.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from cfpdesk.i18n import msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.competence import (
    VERIFIERS,
    CompetenceMark,
    PersonCertificate,
    PersonFacts,
    TeamStatement,
    Training,
)
from cfpdesk.model.contract_review import ContractReview
from cfpdesk.model.document_review import DocumentReview
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.order import between
from cfpdesk.model.person_days import MemberDays, PersonDays
from cfpdesk.model.plan import PlanVersion
from cfpdesk.model.plan_version import plan_facts, plan_fingerprint
from cfpdesk.model.record import row_of
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.model.site_sample import SiteSampling
from cfpdesk.model.stage import StageIssue, StageOne
from cfpdesk.model.team import GroupOwner, Person, Role, person_key
from cfpdesk.model.yes_no import YesNo
from cfpdesk.resource import resource
from cfpdesk.store.key_card import read_card
from cfpdesk.store.planning_query import plan_state
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Change, Session

FACTS = ("sample", "engagement.json")


@dataclass(frozen=True)
class SamplePeople:
    """The rows of the people of the sample, by their short names in the data (lin, su, gao …)."""

    rows: dict[str, str]


def prepare(session: Session, card: bytes = b"", engagement_id: str = "") -> SamplePeople:
    """Fill a new engagement with the sample's facts; the person at this computer becomes the lead.

    Args:
        session: a new, empty engagement.
        card: the key card of that person, so that their own key is known; empty for none.
        engagement_id: given where a run has to be repeatable; a new one otherwise.

    Returns:
        The rows of the people.
    """
    data = json.loads(resource(*FACTS).read_text(encoding="utf-8"))
    with session.transact(msg("Prepare the sample engagement")) as change:
        facts = {"row": "", **session.find(Engagement).fields(), **data["engagement"]}
        facts["engagement_id"] = engagement_id or str(uuid.uuid4())
        change.put(Engagement.from_fields(session.find(Engagement).row, facts))
        people = _people(change, data["people"], session)
        _sites(change, data["sites"])
        for group, key in data["owners"].items():
            change.put(session.find(GroupOwner, group=group).but(person=people[key].row))
        _papers(change, data["papers"], people, rules_of(session))
        _days(change, data["days"], people)
        sampling = {**SiteSampling().fields(), **data["site_sampling"]}
        change.put(SiteSampling.from_fields("", sampling))
        _plan(change, data["plan"], people)
        rows = {key: person.row for key, person in people.items()}
        _contract(change, data["contract"])
        _stages(change, data["stages"], rows, rules_of(session))
        if card and session.actor is not None:
            lead = next(p for p in data["people"] if p["role"] == Role.LEAD)
            _own_key(change, card, session.actor.name, people[lead["key"]])
    _confirmed(session, data["plan"]["version"])
    return SamplePeople({key: person.row for key, person in people.items()})


def _people(change: Change, people: list[dict[str, Any]], session: Session) -> dict[str, Person]:
    kept: dict[str, Person] = {}
    order = ""
    for person in people:
        order = between(order, "")
        values = {**Person().fields(), **person, "order": order}
        if person["role"] == Role.LEAD and session.actor is not None:
            values["key_sha256"] = session.actor.key_sha256
        row = row_of("sample_person", person["key"])
        kept[person["key"]] = change.put(Person.from_fields(row, values))
    return kept


def _sites(change: Change, sites: list[dict[str, Any]]) -> None:
    order = ""
    for number, site in enumerate(sites):
        order = between(order, "")
        values = {**Site().fields(), **site, "order": order}
        change.put(Site.from_fields(row_of("sample_site", str(number)), values))


def _papers(
    change: Change,
    papers: dict[str, list[dict[str, Any]]],
    people: dict[str, Person],
    rules: RuleSet,
) -> None:
    """Put in what shows that the team may verify; one entry of the data may stand for several."""
    rows = {key: person.row for key, person in people.items()}
    for number, kept in enumerate(papers["person_certificate"]):
        values = {**PersonCertificate().fields(), **kept, "person": rows[kept["person"]]}
        row = row_of("sample_certificate", str(number))
        change.put(PersonCertificate.from_fields(row, values))
    for kind in (Training, PersonFacts):
        for kept in papers[kind.TABLE]:
            values = {**kind().fields(), **kept, "person": rows[kept["person"]]}
            change.put(kind.from_fields("", values))
    for kept in papers["team_statement"]:
        signed_at = datetime.combine(date.fromisoformat(kept["on"]), time(12), tzinfo=UTC)
        for code in rules.rule_list(ListCode.STATEMENT).codes:
            sentence = rules.statement(code).text
            change.put(
                TeamStatement(
                    person=rows[kept["person"]],
                    kind=code,
                    signed_at=signed_at,
                    text_zh=sentence.text("zh"),
                    text_en=sentence.text("en"),
                )
            )
    for kept in papers["competence_mark"]:
        for topic in kept["topics"]:
            change.put(CompetenceMark(person=rows[kept["person"]], topic=topic, held=True))


def _days(change: Change, days: dict[str, dict[str, Any]], people: dict[str, Person]) -> None:
    change.put(PersonDays.from_fields("", {**PersonDays().fields(), **days["person_days"]}))
    for key, given in days["member_days"].items():
        change.put(MemberDays(person=people[key].row, days=Decimal(given)))
    for item, text in days["factors"].items():
        change.put(RuleEntry(rule_list=ListCode.DAY_FACTOR, item=item, text=text))


def _plan(change: Change, plan: dict[str, Any], people: dict[str, Person]) -> None:
    for rule_list, items in plan["items"].items():
        for item, text in items.items():
            change.put(RuleEntry(rule_list=rule_list, item=item, text=text))
    for number, block in enumerate(plan["blocks"]):
        values = {
            **ScheduleBlock().fields(),
            **block,
            "people": [people[key].row for key in block["people"]],
            "site": row_of("sample_site", str(block["site"])),
        }
        change.put(ScheduleBlock.from_fields(row_of("sample_block", str(number)), values))


def _confirmed(session: Session, version: dict[str, str]) -> None:
    """Keep the plan as it now stands as the version the client confirmed."""
    plan = plan_state(session)
    facts = canonical_json(plan_facts(plan))
    with session.transact(msg("Send version {n} of the plan", n=1)) as change:
        change.put(
            session.find(PlanVersion, number=1).but(
                state=change.attach(facts, mime="application/json", name="plan-1.json"),
                state_sha256=plan_fingerprint(plan),
                verifiers=tuple(p.row for p in plan.people if p.role in VERIFIERS),
                sent_on=date.fromisoformat(version["sent_on"]),
                sent_how=version["sent_how"],
                confirmed_on=date.fromisoformat(version["confirmed_on"]),
                confirmed_by=version["confirmed_by"],
            )
        )


def _contract(change: Change, contract: dict[str, Any]) -> None:
    """Put in application, review and scope, accepted: the facts are locked from here on."""
    change.put(ContractReview.from_fields("", contract["contract_review"]))
    for code in (ListCode.APPLICATION, ListCode.AGREED_SCOPE):
        for item, text in contract[code].items():
            change.put(RuleEntry(rule_list=code, item=item, text=text))
    for item in contract[ListCode.CONTRACT_QUESTION]:
        code = ListCode.CONTRACT_QUESTION
        change.put(RuleEntry(rule_list=code, item=item, answer=YesNo.YES))


def _stages(change: Change, stages: dict[str, Any], rows: dict[str, str], rules: RuleSet) -> None:
    """Put in document review and stage 1, done, with the issue that stage 1 left open."""
    review, stage1, issue = stages["document_review"], stages["stage1"], stages["issue"]
    review = {**review, "reviewer": rows[review["reviewer"]]}
    change.put(DocumentReview.from_fields("", review))
    change.put(StageOne.from_fields("", {**stage1, "verifier": rows[stage1["verifier"]]}))
    for code in (ListCode.DOCUMENT_INPUT, ListCode.DOCUMENT_JUDGEMENT, ListCode.STAGE1):
        for item in rules.rule_list(code).codes:
            change.put(RuleEntry(rule_list=code, item=item, answer=YesNo.YES))
    for item, kept in stages["document_risk"].items():
        risk = {"rule_list": str(ListCode.DOCUMENT_RISK), "item": item, **kept}
        change.put(RuleEntry.from_fields("", risk))
    kept = {**issue, "raised_by": rows[issue["raised_by"]]}
    change.put(StageIssue.from_fields(row_of("sample_issue", issue["number"]), kept))


def _own_key(change: Change, card: bytes, name: str, lead: Person) -> None:
    blob = change.attach(card, mime="application/octet-stream", name="card.cfid")
    key = person_key(read_card(card), lead)
    change.put(key.but(card=blob, verified_at=change.now, verified_by=name, verified_how="own key"))
