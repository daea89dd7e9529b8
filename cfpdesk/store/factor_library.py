"""The factors that come with the program: `resources/factors/*.json`.

Global warming potentials, the official Chinese electricity factors, and parameters of fuels.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.gwp import GwpTable, parse_gwp
from cfpdesk.resource import resource

T = TypeVar("T")


@cache
def load_gwp() -> GwpTable:
    """Return the global warming potentials; raises UserError if the file is damaged."""
    return _load("gwp", parse_gwp)


def _load(name: str, parse: Callable[[Mapping[str, object]], T]) -> T:
    try:
        return parse(json.loads(resource("factors", f"{name}.json").read_text(encoding="utf-8")))
    except (ArithmeticError, KeyError, OSError, ValueError) as error:
        raise UserError(
            msg("The factors {name} are damaged; install the program again.", name=name)
        ) from error
