"""The rules that come with the program: `resources/rules/<id>.json`."""

import json
from functools import cache

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.rules import RuleSet, parse_rules
from cfpdesk.resource import resource

CURRENT_RULES = "cicc-zy-gz-20-2025"


@cache
def load_rules(name: str = CURRENT_RULES) -> RuleSet:
    """Return a version of the scheme's rules.

    Raises:
        UserError: if this program does not have it, or its file is damaged.
    """
    known = {path.stem: path for path in resource("rules").glob("*.json")}
    if name not in known:
        raise UserError(msg("This program does not have the rules {name}.", name=name))
    try:
        rules = parse_rules(json.loads(known[name].read_text(encoding="utf-8")))
    except (KeyError, ValueError, ArithmeticError) as error:
        raise UserError(
            msg("The rules {name} are damaged; install the program again.", name=name)
        ) from error
    if rules.id != name:
        raise UserError(msg("The rules {name} are damaged; install the program again.", name=name))
    return rules
