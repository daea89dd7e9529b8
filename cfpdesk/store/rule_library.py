"""The rules that come with the program: `resources/rules/<id>.json`; each engagement keeps one."""

import json
from functools import cache

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.rule_reading import mapping
from cfpdesk.model.rules import RuleSet, parse_rules
from cfpdesk.resource import resource
from cfpdesk.store.session import Session

# What a new engagement works by, and what those work by that were begun before it was kept.
CURRENT_RULES = "cicc-zy-gz-20-2025"
FIRST_RULES = "cicc-zy-gz-20-2025"


@cache
def rule_names() -> tuple[str, ...]:
    """Return the names of the rules at hand, in order."""
    return tuple(sorted(path.stem for path in resource("rules").glob("*.json")))


@cache
def load_rules(name: str = "") -> RuleSet:
    """Return a version of the scheme's rules by its name, as an engagement keeps it.

    Raises:
        UserError: if this program does not have it, or its file is damaged.
    """
    name = name or FIRST_RULES
    if name not in rule_names():
        raise UserError(msg("This program does not have the rules {name}.", name=name))
    try:
        data = json.loads(resource("rules", f"{name}.json").read_text(encoding="utf-8"))
        rules = parse_rules(mapping(data))
    except (KeyError, ValueError) as error:
        raise UserError(
            msg("The rules {name} are damaged; install the program again.", name=name)
        ) from error
    if rules.id != name:
        raise UserError(msg("The rules {name} are damaged; install the program again.", name=name))
    return rules


def rules_of(session: Session) -> RuleSet:
    """Return the rules an engagement stays on; raises UserError as `load_rules` does."""
    return load_rules(session.find(Engagement).rules)
