"""Which view of the inventory holds a field that a blocker or a link names."""

from cfpdesk.ui.parts.inventory_bar import View

_STARTS: tuple[tuple[str, View], ...] = (
    ("balance", View.BALANCES),
    ("cut_off", View.BALANCES),
    ("allocation", View.BALANCES),
    ("recycling", View.BALANCES),
    ("gwp_set", View.SETTINGS),
    ("deviation_pct", View.SETTINGS),
    ("seed", View.SETTINGS),
    ("draws", View.SETTINGS),
    ("chart", View.CHARTS),
)


def view_of_field(name: str) -> View:
    """Return the view that a field stands in; the lines for what is nowhere else."""
    return next((view for start, view in _STARTS if name.startswith(start)), View.LINES)
