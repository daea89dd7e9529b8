"""Writing what stands at an item of the rules' lists; several steps keep such lists."""

from dataclasses import replace

from cfpdesk.i18n import msg
from cfpdesk.model.rule_entry import RiskGrade, RuleEntry
from cfpdesk.model.rule_list import RuleItem, RuleList
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session


def write_entry(
    session: Session,
    rule_list: str,
    item: str,
    *,
    answer: YesNo | None = None,
    risk: RiskGrade | None = None,
    text: str | None = None,
) -> None:
    """Write answer, risk or text of one item; who judged and when are kept with a judgement.

    Args:
        session: the engagement.
        rule_list, item: codes of the engagement's rules.
        answer, risk, text: what is written; None leaves it as it is.

    Raises:
        KeyError: for a list or an item that the rules do not have.
    """
    kind, found = _item(session, rule_list, item)
    kept = session.find(RuleEntry, rule_list=rule_list, item=item)
    after = replace(
        kept,
        answer=kept.answer if answer is None else answer,
        risk=kept.risk if risk is None else risk,
        text=kept.text if text is None else text.strip(),
    )
    if after == kept:
        return
    me = session.me()
    title = msg("{list}: {item}", list=kind.title, item=found.text)
    with session.transact(title) as change:
        if after.answer is not kept.answer or after.risk is not kept.risk:
            after = replace(after, person=me.row if me else "", at=change.now)
        change.put(after)


def _item(session: Session, rule_list: str, item: str) -> tuple[RuleList, RuleItem]:
    kind = rules_of(session).rule_list(rule_list)
    return kind, kind.item(item)
