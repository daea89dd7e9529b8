"""Global warming potentials over 100 years: AR4, AR5, AR6; blends computed, methane split.

Methane has two values since AR5: the fossil one (AR6 29.8) only for fossil methane that leaks or
comes from a process; the other (27.0) for combustion and biogenic sources, where the carbon is
counted as CO2 already or is part of a short cycle. A blend is the mean of its gases by mass.
Data: `resources/factors/gwp.json`, read by `store/factor_library.py` (method 2.3; ISO 14067 6.5.1).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, Text, msg

METHANE = "CH4"


class GwpSet(StrEnum):
    """An assessment report of the IPCC whose values can be calculated with."""

    AR4 = "AR4"
    AR5 = "AR5"
    AR6 = "AR6"


@dataclass(frozen=True, slots=True)
class Gas:
    """A greenhouse gas.

    Attributes:
        key: for example HFC-32.
        values: by set, (fossil, non-fossil); the two differ for methane only.
        also: values of sets that are recognised and never calculated with (SAR, 20 years …).
    """

    key: str
    zh: str
    cas: str
    names: tuple[str, ...]
    values: Mapping[GwpSet, tuple[Decimal, Decimal]]
    also: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Blend:
    """A mixture of gases, such as R410A, by mass fractions that sum to 1."""

    key: str
    parts: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class GwpTable:
    """All gases and blends that the program knows.

    Attributes:
        sources: where the values of a set, the methane split and the blends come from.
        other_sets: names of the sets that are only recognised.
        traps: values of methane that are often used and belong to no set.
        index: key of a gas or blend by every way to write it, normalised.
    """

    version: str
    sources: Mapping[str, str]
    other_sets: Mapping[str, Bilingual]
    traps: Mapping[Decimal, Bilingual]
    gases: Mapping[str, Gas]
    blends: Mapping[str, Blend]
    index: Mapping[str, str]

    def key_of(self, name: str) -> str:
        """Return the key of a gas or blend by any of its names; empty where it is not known."""
        for text in (
            name,
            re.sub(r"[(（].*?[)）]", "", name),
            *re.findall(r"[(（](.*?)[)）]", name),
        ):
            key = self.index.get(normal_name(text))
            if key:
                return key
        return ""

    def mentioned(self, text: str) -> str:
        """Return the key of the gas or blend that a line is about, such as 制冷剂 HFC-32 逸散.

        Carbon dioxide is not looked for: it stands in the name of every unit. Empty where the text
        names none.
        """
        key = self.key_of(text)
        if key:
            return key
        for match in _CODE.finditer(unicodedata.normalize("NFKC", text)):
            key = self.index.get(normal_name(match[0]), "")
            if key:
                return key
        chinese = ((name, k) for name, k in self.index.items() if not name.isascii())
        inside = [(len(name), k) for name, k in chinese if name in text and k != "CO2"]
        return max(inside)[1] if inside else ""

    def gwp(self, name: str, gwp_set: GwpSet | str, *, fossil: bool | None = None) -> Decimal:
        """Return the GWP over 100 years of a gas or blend.

        Args:
            name: any of its names.
            gwp_set: AR4, AR5 or AR6.
            fossil: for methane: True for fossil methane that leaks or comes from a process, False
                for combustion and biogenic sources. Not looked at for other gases.

        Raises:
            UserError: if the gas is not known, the set has no value for it, or it has to be said
                which methane it is.
        """
        key = self.key_of(name)
        if key in self.blends:
            return self.mixture(self.blends[key].parts, gwp_set)
        if not key:
            raise UserError(
                msg("The program has no GWP for {gas}; type the value and its source.", gas=name)
            )
        pair = self.gases[key].values.get(GwpSet(gwp_set))
        if pair is None:
            raise UserError(
                msg(
                    "{set} has no value for {gas}; use another set, or type the value and its "
                    "source.",
                    set=str(gwp_set),
                    gas=key,
                )
            )
        if fossil is None and pair[0] != pair[1]:
            raise UserError(
                msg(
                    "Say which methane it is: {set} has {fossil} for fossil methane from leaks and "
                    "processes, {other} for combustion and biogenic sources.",
                    set=str(gwp_set),
                    fossil=str(pair[0]),
                    other=str(pair[1]),
                )
            )
        return pair[0] if fossil else pair[1]

    def mixture(self, parts: Mapping[str, Decimal], gwp_set: GwpSet | str) -> Decimal:
        """Return the GWP of a mixture by mass fractions; methane in it counts as fossil.

        Raises:
            UserError: if the fractions do not sum to 1, or a gas has no value.
        """
        if sum(parts.values()) != 1:
            raise UserError(msg("The mass fractions of a mixture have to sum to 1."))
        return sum(
            (share * self.gwp(gas, gwp_set, fossil=True) for gas, share in parts.items()),
            Decimal(0),
        )

    def sets_with(self, name: str, value: Decimal) -> tuple[str, ...]:
        """Return the sets in which the gas has this value: 677 of HFC-32 is AR5, not AR6.

        Sets that are only recognised come last (see `set_text`). Where no set has exactly the
        value, those count whose value rounds to it: 2088 is R410A in AR4, 2087.5. Empty where none
        does, or the gas is not known.
        """
        found = list(self._values(self.key_of(name)))
        exact = [code for code, known in found if known == value]
        exponent = value.as_tuple().exponent
        half = Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
        near = [code for code, known in found if abs(known - value) <= half]
        return tuple(dict.fromkeys(exact or near))

    def trap(self, name: str, value: Decimal) -> Bilingual | None:
        """Return what is wrong with a value of methane that is often used and is in no set."""
        return self.traps.get(value) if self.key_of(name) == METHANE else None

    def set_text(self, code: str) -> Text:
        """Return a set's name as it is shown."""
        return self.other_sets.get(code, code)

    def _values(self, key: str) -> Iterator[tuple[str, Decimal]]:
        """Yield every value that a gas or blend has anywhere, with its set."""
        if key in self.blends:
            parts = self.blends[key].parts
            for gwp_set in GwpSet:
                if all(gwp_set in self.gases[gas].values for gas in parts):
                    yield str(gwp_set), self.mixture(parts, gwp_set)
            for code in self.other_sets:
                if all(code in self.gases[gas].also for gas in parts):
                    shares = (share * self.gases[gas].also[code] for gas, share in parts.items())
                    yield code, sum(shares, Decimal(0))
        elif key:
            gas = self.gases[key]
            for gwp_set, pair in gas.values.items():
                yield from ((str(gwp_set), one) for one in pair)
            yield from gas.also.items()


_CODE = re.compile(
    r"(?<![A-Za-z])(?:(?:HFC|HFO|HCFC|CFC|HFE|PFC|Halon|R)[-\s]?\d[\dA-Za-z-]*|(?:SF6|NF3|CF4|C2F6|C3F8"
    r"|c-?C4F8|CH4|N2O|SO2F2|CCl4))(?![A-Za-z0-9])"
)
_BRACKET = re.compile(r"[(（](.*?)[)）]")
_DROPPED = re.compile(r"[\s\-_‐‑–]|制冷剂|冷媒|refrigerant", re.IGNORECASE)


def normal_name(name: str) -> str:
    """Return a gas's name without what people write differently: case, spaces, dashes, widths."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", name)).casefold()


def parse_gwp(data: Mapping[str, object]) -> GwpTable:
    """Return the table of decoded JSON.

    Raises:
        ValueError: if a part is missing, doubled or not of its type.
        ArithmeticError: if a value is no decimal.
        KeyError: if a field is missing.
    """
    gases = {gas.key: gas for gas in map(_gas, _maps(data["gases"]))}
    blends = {blend.key: blend for blend in map(_blend, _maps(data["blends"]))}
    for blend in blends.values():
        if sum(blend.parts.values()) != 1 or not blend.parts.keys() <= gases.keys():
            raise ValueError(f"the parts of {blend.key} are wrong")
    index: dict[str, str] = {}
    for key, names in (
        *((gas.key, (gas.key, gas.zh, gas.cas, *gas.names)) for gas in gases.values()),
        *((key, (key,)) for key in blends),
    ):
        for name in filter(None, map(normal_name, names)):
            if index.setdefault(name, key) != key:
                raise ValueError(f"{name} means two gases")
    return GwpTable(
        version=str(data["version"]),
        sources={code: str(text) for code, text in _map(data["sources"]).items()},
        other_sets={code: _both(both) for code, both in _map(data["other_sets"]).items()},
        traps={_number(trap["value"]): _both(trap) for trap in _maps(data["methane_traps"])},
        gases=gases,
        blends=blends,
        index=index,
    )


def _gas(data: Mapping[str, object]) -> Gas:
    values: dict[GwpSet, tuple[Decimal, Decimal]] = {}
    for gwp_set in GwpSet:
        value = data.get(str(gwp_set))
        if isinstance(value, dict):
            values[gwp_set] = (_number(value["fossil"]), _number(value["non_fossil"]))
        elif value is not None:
            values[gwp_set] = (_number(value), _number(value))
    names = data.get("names", [])
    if not values or not isinstance(names, list):
        raise ValueError(f"{data['key']} has no value")
    also = {code: _number(value) for code, value in _map(data.get("also", {})).items()}
    zh, cas = str(data.get("zh", "")), str(data.get("cas", ""))
    return Gas(str(data["key"]), zh, cas, tuple(map(str, names)), values, also)


def _blend(data: Mapping[str, object]) -> Blend:
    parts = {gas: _number(share) for gas, share in _map(data["parts"]).items()}
    return Blend(str(data["key"]), parts)


def _number(value: object) -> Decimal:
    if not isinstance(value, str):
        raise ValueError("a decimal is written as a text")  # noqa: TRY004 - one error for bad data
    return Decimal(value)


def _both(value: object) -> Bilingual:
    data = _map(value)
    return Bilingual(str(data["zh"]), str(data["en"]))


def _map(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("an object is needed")  # noqa: TRY004
    return value


def _maps(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list):
        raise ValueError("a list is needed")  # noqa: TRY004
    return [_map(each) for each in value]
