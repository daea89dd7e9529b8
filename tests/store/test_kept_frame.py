"""Items of long populations in the cache: the same again, and nothing that was made up."""

import zlib
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn
from cfpdesk.model.population_frame import PopulationItem, population_sha256, split
from cfpdesk.store.kept_frame import frame_from_bytes, frame_to_bytes, kept_name

D = Decimal
ROWS = st.lists(
    st.builds(
        PopulationItem,
        id=st.text(max_size=4),
        amount=st.none() | st.decimals(-1000, 1000, places=3) | st.just(D("1E+99")),
        group=st.text(max_size=3),
        place=st.just("表!C5"),
    ),
    max_size=30,
)


@given(ROWS)
def test_a_frame_comes_back_as_it_was(rows: list[PopulationItem]) -> None:
    frame = split(rows)
    found = frame_from_bytes(frame_to_bytes(frame))
    assert found == frame
    assert population_sha256(found or frame) == population_sha256(frame)


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"items": 5, "aside": []},
        {"items": [["b", "1", "", ""], ["a", "1", "", ""]], "aside": []},
        {"items": [["a", "1", "", ""], ["a", "1", "", ""]], "aside": []},
        {"items": [["a", "-1", "", ""]], "aside": []},
        {"items": [["a", None, "", ""]], "aside": []},
        {"items": [["a", "one", "", ""]], "aside": []},
        {"items": [["a", "NaN", "", ""]], "aside": []},
        {"items": [["a"]], "aside": []},
        {"items": [], "aside": [["odd", "a", "a", "1", "", ""]]},
        {"items": [], "aside": [["zero"]]},
        {"items": [["a", 1, "", ""]], "aside": [None]},
        [],
    ],
)
def test_what_is_odd_is_not_taken(kept: object) -> None:
    assert frame_from_bytes(zlib.compress(orjson.dumps(kept))) is None


@pytest.mark.parametrize("data", [b"", b"\x00" * 40, zlib.compress(b"{"), orjson.dumps({})])
def test_damage_is_not_taken(data: bytes) -> None:
    assert frame_from_bytes(data) is None


def test_the_name_follows_what_decides_the_items() -> None:
    table = Dataset(row="t", sheet="台账", header_rows=1)
    columns = [
        DatasetColumn(dataset="t", role=ColumnRole.ITEM_ID, column="A"),
        DatasetColumn(dataset="t", role=ColumnRole.AMOUNT, column="C", unit="t"),
    ]
    name = kept_name(table, columns)
    assert kept_name(table.but(name="别名", evidence="e", order="z"), columns[::-1]) == name
    other = columns[1].but(column="D")
    names = {
        kept_name(table.but(sheet="二"), columns),
        kept_name(table.but(last_row=9), columns),
        kept_name(table.but(skip_totals=False), columns),
        kept_name(table, [columns[0], other]),
        kept_name(table, [columns[0], columns[1].but(unit="kg")]),
        kept_name(table, columns[:1]),
        name,
    }
    assert len(names) == 7
