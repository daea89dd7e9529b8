"""The colours and measures of the window: the only place where a colour is written down.

Every text pair passes WCAG 2.1 AA in all modes and AAA in sunlight; `tests/ui/test_tokens.py`
recomputes the table of the design from these values. `hair` and `line` only separate.
"""

from dataclasses import dataclass, fields
from enum import StrEnum

MONO_FAMILIES = (
    *("Cascadia Mono", "Consolas"),  # Windows: the first is not in every edition
    *("SF Mono", "Menlo"),  # macOS: as the first
    *("Noto Sans Mono", "DejaVu Sans Mono"),
)
"""Of hashes and keys, in this order."""


class Mode(StrEnum):
    """How the window is coloured; F7 goes from one to the next."""

    LIGHT = "light"
    DARK = "dark"
    SUN = "sun"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One mode's colours as `#RRGGBB`. A status colour has a tint of the same name plus `_t`."""

    window: str
    base: str
    raised: str
    hover: str
    pressed: str
    select: str
    select2: str
    hair: str
    line: str
    control: str
    text: str
    text2: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    focus: str
    tip: str
    on_tip: str
    ok: str
    ok_t: str
    bad: str
    bad_t: str
    warn: str
    warn_t: str
    info: str
    info_t: str
    na: str
    na_t: str
    conf: str
    conf_t: str
    paper: str  # the neutral ground a page or a photo lies on

    def color(self, name: str) -> str:
        """Return a colour by its token name."""
        return str(getattr(self, name))

    def mix(self, name: str, share: int, ground: str = "base") -> str:
        """Return a token at `share` percent over a ground: shares and sizes use 100, 55, 32."""
        over, under = _rgb(self.color(name)), _rgb(self.color(ground))
        mixed = (
            round(o * share / 100 + u * (100 - share) / 100)
            for o, u in zip(over, under, strict=True)
        )
        return "#{:02X}{:02X}{:02X}".format(*mixed)


def _make(row: str) -> Tokens:
    values = [f"#{value}" for value in row.split()]
    return Tokens(**dict(zip((f.name for f in fields(Tokens)), values, strict=True)))


LIGHT = _make(
    "F3F4F2 FFFFFF FAFAF8 ECEEEC E2E5E2 DDECF2 EEF5F8 E3E6E3 CDD2CE 858E8B"
    " 141B1C 45504F 5F6A69 9AA3A1 0B5F79 FFFFFF 0B6FA4 1D2526 FFFFFF"
    " 17683A E4F2E9 AE2318 FBE9E6 855300 FBF1DC 2450A8 E8EEFA 56605F EDEFED 6A3CA3 F1EAF9 D9DEDA"
)
DARK = _make(
    "15191B 1B2022 202629 272E31 2E3639 173A47 1B2E36 2A3134 3A4346 77827F"
    " E9EDEB B9C2BF 98A3A0 66706D 6FC6DE 06252E 7CCBF2 E9EDEB 15191B"
    " 74CF9A 183226 FF9186 3C1F1D E7B95F 362B15 93B8FF 1E2A44 A5AFAC 2A3133 CDA9FA 30243F 0F1213"
)
SUN = _make(
    "FFFFFF FFFFFF FFFFFF E6E6E6 D0D0D0 FFE9A3 FFF5D1 767676 3A3A3A 000000"
    " 000000 000000 262626 5E5E5E 00384A FFFFFF 0000C8 000000 FFFFFF"
    " 004A20 FFFFFF 8A0000 FFFFFF 5A3600 FFFFFF 00307A FFFFFF 333333 FFFFFF 4A1580 FFFFFF E6E6E6"
)
BY_MODE = {Mode.LIGHT: LIGHT, Mode.DARK: DARK, Mode.SUN: SUN}

STATUS_TOKENS = ("ok", "bad", "warn", "info", "na", "conf")


@dataclass(frozen=True, slots=True)
class Density:
    """Heights in logical pixels; `type_step` is added to every type size."""

    row: int
    list_row: int
    rail_row: int
    control: int
    answer: int
    sign_in: int
    target: int
    type_step: int


MOUSE = Density(
    row=30, list_row=54, rail_row=32, control=32, answer=46, sign_in=34, target=24, type_step=0
)
LARGE = Density(
    row=44, list_row=64, rail_row=44, control=44, answer=60, sign_in=48, target=44, type_step=2
)


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    parts = (value / 255 for value in _rgb(color))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2.1 contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
