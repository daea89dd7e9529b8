"""The factors that come with the program: `resources/factors/*.json`.

Global warming potentials, the official Chinese electricity factors, and parameters of fuels.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.electricity import ElectricityTable, as_factor, parse_electricity
from cfpdesk.model.factor import Factor
from cfpdesk.model.fuel import Fuel, fuel_factor, parse_fuels
from cfpdesk.model.gwp import GwpTable, parse_gwp
from cfpdesk.resource import resource

T = TypeVar("T")


@cache
def load_gwp() -> GwpTable:
    """Return the global warming potentials; raises UserError if the file is damaged."""
    return _load("gwp", parse_gwp)


@cache
def load_electricity() -> ElectricityTable:
    """Return the official electricity factors; raises UserError if the file is damaged."""
    return _load("electricity-cn", parse_electricity)


@cache
def load_fuels() -> tuple[Fuel, ...]:
    """Return the parameters of fuels; raises UserError if the file is damaged."""
    return _load("fuel-cn", parse_fuels)


@cache
def shipped_factors() -> tuple[Factor, ...]:
    """Return every factor that comes with the program, for searching; none of them is a row."""
    electricity = (as_factor(found) for found in load_electricity().factors)
    return (*electricity, *burning_factors())


@cache
def burning_factors() -> tuple[Factor, ...]:
    """Return the factors of fuels that count the CO2 of burning alone."""
    return tuple(fuel_factor(fuel) for fuel in load_fuels())


def _load(name: str, parse: Callable[[Mapping[str, object]], T]) -> T:
    try:
        return parse(json.loads(resource("factors", f"{name}.json").read_text(encoding="utf-8")))
    except (ArithmeticError, LookupError, OSError, TypeError, ValueError) as error:
        raise UserError(
            msg("The factors {name} are damaged; install the program again.", name=name)
        ) from error
