"""Our icons as SVG text in given colours: black stands for the ink, white for the ground."""

from functools import lru_cache

from cfpdesk.resource import resource


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")


def svg(name: str, color: str, ground: str) -> bytes:
    """Return the icon's SVG in two colours given as `#RRGGBB`."""
    text = _source(name)
    return text.replace('"#000"', f'"{color}"').replace('"#fff"', f'"{ground}"').encode("utf-8")
