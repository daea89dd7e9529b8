"""The verification plan: programme, items, versions sent and confirmed (rules 9.2, 9.4.1, 9.4.3).

The schedule's blocks are written in `steps/schedule.py`.
"""

from dataclasses import dataclass
from datetime import date

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.canonical import canonical_json, parse_canonical
from cfpdesk.model.competence import VERIFIERS
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.plan import (
    PlanState,
    PlanVersion,
    TeamChange,
    confirmed,
    newest,
    plan_given,
    replaced,
)
from cfpdesk.model.plan_version import NOW, PlanChange, plan_changes, plan_facts, plan_fingerprint
from cfpdesk.model.record import JsonValue
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.planning_query import plan_state, planning_blockers
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

# What must stand before a plan goes to the client; team and confirmation come later.
_BEFORE_SENDING = ("plan.programme", "plan.plan", "plan.nothing", "person_days.", "sites.")


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything the page shows of the plan.

    Attributes:
        given: items of the plan that other facts already hold.
        latest: the newest version that was put in writing; None before the first.
        changed: the plan is no longer as that version says.
        replaced: verifiers who were confirmed and verify no more, as row and recorded change.
        in_the_way: what keeps the plan from being sent.
    """

    plan: PlanState
    rules: RuleSet
    given: frozenset[str]
    blockers: tuple[Blocker, ...]
    latest: PlanVersion | None
    changed: bool
    replaced: tuple[TeamChange, ...]
    in_the_way: tuple[Blocker, ...]


def state(session: Session) -> PlanView:
    """Return everything the page shows of the plan."""
    plan, latest = plan_state(session), newest(plan_state(session).versions)
    found = planning_blockers(session)
    return PlanView(
        plan=plan,
        rules=rules_of(session),
        given=plan_given(plan),
        blockers=tuple(b for b in found if b.code.startswith("plan.")),
        latest=latest,
        changed=latest is not None and latest.state_sha256 != plan_fingerprint(plan),
        replaced=tuple(session.find(TeamChange, out=row) for row in replaced(plan)),
        in_the_way=tuple(
            b for b in found if b.level is Level.HARD and b.code.startswith(_BEFORE_SENDING)
        ),
    )


def write_item(session: Session, rule_list: str, item: str, text: str) -> None:
    """Write one item of the programme or of the plan."""
    kept = session.find(RuleEntry, rule_list=rule_list, item=item)
    if kept.text != text:
        title = rules_of(session).rule_list(rule_list).item(item).text
        with session.transact(msg("Plan: {field}", field=title)) as change:
            change.put(kept.but(text=text))


def send(session: Session, on: date | None, how: str, reason: str = "") -> PlanVersion:
    """Keep the plan as it stands as the next version, sent to the client.

    Args:
        session: the engagement.
        on: the day it was sent.
        how: how the client was told.
        reason: why a confirmed plan is changed; needed from the second version on.

    Raises:
        UserError: if day, way or reason is missing, something of the plan is, or nothing changed.
    """
    now = state(session)
    if on is None or not how.strip():
        raise UserError(msg("Write when the plan was sent, and how."))
    if now.in_the_way:
        first, more = now.in_the_way[0].sentence, len(now.in_the_way) - 1
        if more:
            raise UserError(
                msg("The plan cannot be sent: {first}; and {n} more.", first=first, n=more)
            )
        raise UserError(msg("The plan cannot be sent: {first}.", first=first))
    if now.latest is not None and not now.changed:
        raise UserError(
            msg("Nothing was changed since version {n}; that one was sent.", n=now.latest.number)
        )
    if now.latest is not None and not reason.strip():
        raise UserError(msg("Write why the plan was changed; the client is told."))
    number = now.latest.number + 1 if now.latest is not None else 1
    facts = canonical_json(plan_facts(now.plan))
    with session.transact(msg("Send version {n} of the plan", n=number)) as change:
        return change.put(
            session.find(PlanVersion, number=number).but(
                state=change.attach(facts, mime="application/json", name=f"plan-{number}.json"),
                state_sha256=plan_fingerprint(now.plan),
                verifiers=tuple(p.row for p in now.plan.people if p.role in VERIFIERS),
                sent_on=on,
                sent_how=how.strip(),
                reason=reason.strip(),
            )
        )


def confirm(session: Session, number: int, on: date | None, by: str) -> None:
    """Write when and by whom the client agreed to a version (rule 9.4.3).

    Raises:
        UserError: if the version is not there, or was confirmed before it was sent.
    """
    kept = next((v for v in session.all(PlanVersion) if v.number == number), None)
    if kept is None:
        raise UserError(msg("This entry is not there any more."))
    if on is not None and kept.sent_on is not None and on < kept.sent_on:
        raise UserError(
            msg("It was sent on {day}; it cannot be agreed before.", day=str(kept.sent_on))
        )
    new = kept.but(confirmed_on=on, confirmed_by=by.strip())
    if new == kept:
        return
    title = (
        msg("{name} confirms version {n} of the plan", name=new.confirmed_by, n=number)
        if confirmed(new)
        else msg("Confirmation of version {n} of the plan", n=number)
    )
    with session.transact(title) as change:
        change.put(new)


def replace_member(
    session: Session, out: str, field: str, value: str | date | YesNo | None
) -> None:
    """Write about a planned verifier who verifies no more (rule 9.5.2)."""
    kept = session.find(TeamChange, out=out)
    if getattr(kept, field) != value:
        with session.transact(msg("Replacing a planned verifier")) as change:
            change.put(kept.but(**{field: value}))


def facts_of(session: Session, version: PlanVersion) -> dict[str, JsonValue] | None:
    """Return a version as it was sent; None where its file is not here or damaged."""
    if version.state is None:
        return None
    try:
        found = parse_canonical(session.evidence.path(version.state).read_bytes())
    except (OSError, UserError):
        return None
    return found if isinstance(found, dict) else None


def changes_between(session: Session, before: int, after: int) -> tuple[PlanChange, ...] | None:
    """Return how two versions differ, by number; `NOW` is the plan as it stands.

    None where one of them cannot be read.
    """
    old, new = _facts(session, before), _facts(session, after)
    return None if old is None or new is None else plan_changes(old, new)


def _facts(session: Session, number: int) -> dict[str, JsonValue] | None:
    if number == NOW:
        return plan_facts(plan_state(session))
    found = next((v for v in session.all(PlanVersion) if v.number == number), None)
    return None if found is None else facts_of(session, found)
