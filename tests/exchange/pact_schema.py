"""The published PACT schema, read from the data beside the project; tests only."""

from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.exchange.yaml_subset import Yaml, read_yaml

FILE = "pact_v3_openapi_3.0.4.yaml"


@cache
def schemas(shared: Path) -> dict[str, Any]:
    """Return the named schemas of the specification."""
    whole = read_yaml((shared / "data" / FILE).read_text(encoding="utf-8"))
    found: Yaml = whole
    for name in ("components", "schemas"):
        assert isinstance(found, dict)
        found = found[name]
    assert isinstance(found, dict)
    return dict(found)


@cache
def published_schema(shared: Path) -> Draft202012Validator:
    """Return a validator of `ProductFootprint`."""
    return Draft202012Validator(
        {
            "$ref": "#/components/schemas/ProductFootprint",
            "components": {"schemas": schemas(shared)},
        },
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
