"""Reading a checklist from its data: every field is checked, so that a page can trust it.

```
{"version": "cfp-2026.1", "title": {"zh": …, "en": …},
 "groups": [{"code": "ELEC", "title": {…}}, …],
 "items": [{"id": "ELEC-01", "stages": ["S2", …], "lifecycle_stage": "production", "risk": "H",
            "clauses": ["ISO14067:6.4.9.4", …], "question": {…}, "evidence": {…}}, …]}
```
"""

import json
import re
from collections.abc import Mapping

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, msg
from cfpdesk.model.checklist import CheckItem, Checklist, group_code
from cfpdesk.model.engagement import Stage
from cfpdesk.model.own_item import OWN_GROUP

RISKS = ("H", "M", "L")
LIFECYCLE_STAGES = frozenset(
    {"all", "raw_material", "production", "distribution", "use", "end_of_life"}
)
_LARGEST = 8_000_000
_VERSION = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_ITEM = re.compile(r"[A-Z]{2,5}-\d{2}")
_STAGES = frozenset(str(stage) for stage in Stage)


def parse_checklist(data: object) -> Checklist:
    """Return the checklist of decoded JSON.

    Raises:
        UserError: naming the first place that is not as the module text says.
    """
    root = _map(data, "")
    groups = {
        _text(_map(group, f"groups.{n}"), "code", f"groups.{n}"): _both(
            _map(group, f"groups.{n}"), "title", f"groups.{n}"
        )
        for n, group in enumerate(_list(root, "groups", ""))
    }
    version = _text(root, "version", "")
    if not _VERSION.fullmatch(version):
        raise _damaged("version")
    items = tuple(
        _item(_map(item, f"items.{n}"), f"items.{n}", groups)
        for n, item in enumerate(_list(root, "items", ""))
    )
    if len({item.id for item in items}) != len(items):
        raise _damaged("items")
    return Checklist(version, _both(root, "title", ""), items)


def read_checklist(data: bytes) -> Checklist:
    """Return the checklist of a file that a person chose.

    Raises:
        UserError: naming the first place that is not as the module text says.
    """
    if len(data) > _LARGEST:
        raise UserError(msg("This file is no checklist: it is too large."))
    try:
        return parse_checklist(json.loads(data))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise UserError(msg("This file is no checklist: it is no JSON.")) from error
    except UserError as error:
        place = dict(error.message.values).get("place", "start")
        raise UserError(
            msg("This file is no checklist: {place} is not as it has to be.", place=place)
        ) from error


def _item(data: Mapping[str, object], place: str, groups: Mapping[str, Bilingual]) -> CheckItem:
    name = _text(data, "id", place)
    code = group_code(name)
    if not _ITEM.fullmatch(name) or code not in groups or code == OWN_GROUP:
        raise _damaged(f"{place}.id")
    return CheckItem(
        id=name,
        group=code,
        group_title=groups[code],
        stages=_texts(data, "stages", place, _STAGES),
        lifecycle_stage=_one_of(data, "lifecycle_stage", place, LIFECYCLE_STAGES),
        clauses=_texts(data, "clauses", place, None),
        question=_both(data, "question", place),
        evidence=_both(data, "evidence", place),
        risk=_one_of(data, "risk", place, frozenset(RISKS)),
    )


def _damaged(place: str) -> UserError:
    return UserError(msg("The checklist is damaged at {place}; install it again.", place=place))


def _map(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _damaged(place or "start")
    return value


def _list(data: Mapping[str, object], name: str, place: str) -> list[object]:
    value = data.get(name)
    if not isinstance(value, list) or not value:
        raise _damaged(f"{place}.{name}".lstrip("."))
    return value


def _text(data: Mapping[str, object], name: str, place: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _damaged(f"{place}.{name}".lstrip("."))
    return value


def _one_of(data: Mapping[str, object], name: str, place: str, known: frozenset[str]) -> str:
    value = _text(data, name, place)
    if value not in known:
        raise _damaged(f"{place}.{name}")
    return value


def _texts(
    data: Mapping[str, object], name: str, place: str, known: frozenset[str] | None
) -> tuple[str, ...]:
    found: list[str] = []
    for value in _list(data, name, place):
        if not isinstance(value, str) or not value or (known is not None and value not in known):
            raise _damaged(f"{place}.{name}")
        found.append(value)
    return tuple(found)


def _both(data: Mapping[str, object], name: str, place: str) -> Bilingual:
    inner = f"{place}.{name}".lstrip(".")
    pair = _map(data.get(name), inner)
    return Bilingual(_text(pair, "zh", inner), _text(pair, "en", inner))
