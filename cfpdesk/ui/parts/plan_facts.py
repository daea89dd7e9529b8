"""What the agreed facts already say of the plan's items, as text beside the fields."""

from collections.abc import Mapping

from cfpdesk.i18n import _
from cfpdesk.model.competence import MEMBERS
from cfpdesk.model.engagement import BOUNDARY_NAMES, LEVEL_NAMES, materiality_text
from cfpdesk.model.plan import PlanState
from cfpdesk.model.team import ROLE_NAMES, Side


def plan_texts(now: PlanState) -> Mapping[str, str]:
    """Return the text of each item that other facts hold, in the language of the window."""
    engagement = now.engagement
    team = [p for p in now.people if p.role in MEMBERS]
    client = [p for p in now.people if p.side is Side.CLIENT]
    boundary = (engagement.product, str(BOUNDARY_NAMES[engagement.boundary]),
                engagement.declared_unit)  # fmt: skip
    level = [str(LEVEL_NAMES[engagement.assurance_level]), materiality_text(engagement)]
    days = sorted({block.day for block in now.blocks if block.day is not None})
    count = len(now.blocks)
    found = {
        "criteria": " · ".join(engagement.criteria),
        "boundary": " · ".join(part for part in boundary if part),
        "level": " · ".join(part for part in level if part),
        "places": " · ".join(_with(s.name, s.activities) for s in now.sites if s.activities),
        "members": " · ".join(_with(p.name, str(ROLE_NAMES[p.role])) for p in team),
        "representatives": " · ".join(_with(p.name, p.title) for p in client),
    }
    if days:
        words = _("Blocks: {n}, {start} – {end}")
        found["schedule"] = words.format(n=count, start=days[0], end=days[-1])
    return {item: text for item, text in found.items() if text}


def _with(name: str, more: str) -> str:
    """Return a name with what is said of it, in the signs of the language."""
    return _("{name} ({more})").format(name=name, more=more) if more else name
