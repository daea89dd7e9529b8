"""Differences of two versions, line by line."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn, DatasetKind
from cfpdesk.model.table_diff import ChangeKind, TableDiff, change_text, diff_tables
from cfpdesk.model.table_rows import TableRow, read_table
from tests.sheet_builders import sheet_of

INVENTORY = DatasetKind.INVENTORY
Line = Sequence[object]
FIRST: list[Line] = [
    ["R1", "热轧带钢", 12600, "t", 2310],
    ["R2", "盐酸", 378000, "kg", 0.42],
    ["P1", "外购电力", 3600000, "kWh", 0.5306],
    ["P2", "天然气", 450000, "Nm³", 2.162],
]


def _rows(lines: Sequence[Line]) -> tuple[TableRow, ...]:
    roles = ("id", "source", "activity", "activity_unit", "factor")
    columns = [
        DatasetColumn(dataset="d", role=ColumnRole(role), column=letter)
        for role, letter in zip(roles, "ABCDE", strict=True)
    ]
    header = ["编号", "排放源", "数量", "单位", "因子"]
    return read_table(sheet_of([header, *lines]), Dataset(row="d", header_rows=1), columns).rows


def _diff(before: Sequence[Line], after: Sequence[Line]) -> TableDiff:
    return diff_tables(INVENTORY, _rows(before), _rows(after))


def _kinds(diff: TableDiff) -> list[tuple[str, str]]:
    return [(line.key, line.kind.value) for line in diff.lines]


def test_a_changed_factor_is_shown_with_both_cells() -> None:
    after = [["R0", "废钢", 5, "t", 1], *FIRST]
    after[3] = ["P1", "外购电力", 3600000, "kWh", 0.5777]
    diff = _diff(FIRST, after)
    assert _kinds(diff) == [
        ("R0", "added"),
        ("R1", "same"),
        ("R2", "same"),
        ("P1", "changed"),
        ("P2", "same"),
    ]
    (change,) = diff.of(ChangeKind.CHANGED)[0].fields
    assert change.role is ColumnRole.FACTOR
    assert change_text(change).text("en") == "Emission factor: 0.5306 (E4) is now 0.5777 (E5)"


def test_a_unit_or_a_figure_that_became_text_is_a_change() -> None:
    after: list[Line] = [*FIRST]
    after[0] = ["R1", "热轧带钢", 12600, "kg", 2310]
    after[1] = ["R2", "盐酸", "待定", "kg", 0.42]
    changed = _diff(FIRST, after).of(ChangeKind.CHANGED)
    assert [[c.role.value for c in line.fields] for line in changed] == [
        ["activity", "activity_unit"],
        ["activity"],
    ]


def test_one_line_that_moved_does_not_move_the_others() -> None:
    after = [FIRST[3], *FIRST[:3]]
    diff = _diff(FIRST, after)
    assert _kinds(diff) == [("P2", "moved"), ("R1", "same"), ("R2", "same"), ("P1", "same")]


def test_a_new_number_is_matched_by_the_name_and_a_new_name_is_suggested() -> None:
    after: list[Line] = [
        ["R1", "热轧带钢", 12600, "t", 2310],
        ["R3", "盐酸", 378000, "kg", 0.42],
        ["P9", "外购电力（绿电）", 3600000, "kWh", 0.5306],
        ["P2", "天然气", 450000, "Nm³", 2.162],
    ]
    diff = _diff(FIRST, after)
    assert _kinds(diff) == [
        ("R1", "same"),
        ("R3", "changed"),
        ("P9", "added"),
        ("P2", "same"),
        ("P1", "removed"),
    ]
    renumbered = diff.lines[1]
    assert renumbered.before is not None
    assert renumbered.before.key == "R2"
    assert [change.role for change in renumbered.fields] == [ColumnRole.ID]
    assert (diff.lines[2].renamed_from, diff.lines[4].renamed_to) == ("P1", "P9")


def test_the_first_of_two_lines_of_one_name_is_removed() -> None:
    before: list[Line] = [["", "电", 1, "kWh", 2], ["", "电", 3, "kWh", 2], ["", "水", 1, "t", 1]]
    diff = _diff(before, before[1:])
    assert _kinds(diff) == [("电", "same"), ("水", "same"), ("电", "removed")]
    removed = diff.of(ChangeKind.REMOVED)[0].before
    assert removed is not None
    assert removed.row == 2


def test_nothing_at_all() -> None:
    assert _diff([], []).same
    assert _kinds(_diff([], FIRST[:1])) == [("R1", "added")]
    assert _kinds(_diff(FIRST[:1], [])) == [("R1", "removed")]


LINES = st.lists(
    st.tuples(
        st.sampled_from(["R1", "R2", "R3", ""]),
        st.sampled_from(["钢", "电", "水"]),
        st.integers(0, 3),
        st.sampled_from(["t", "kg"]),
        st.integers(0, 3),
    ),
    max_size=8,
)


@given(LINES, LINES)
def test_every_line_of_both_versions_stands_there_once(
    before: list[Line], after: list[Line]
) -> None:
    old, new = _rows(before), _rows(after)
    diff = diff_tables(INVENTORY, old, new)
    assert [line.after for line in diff.lines if line.after] == list(new)
    seen = [line.before.row for line in diff.lines if line.before]
    assert sorted(seen) == [row.row for row in old]
    for line in diff.lines:
        assert (line.kind is ChangeKind.ADDED) == (line.before is None)
        assert (line.kind is ChangeKind.REMOVED) == (line.after is None)
        assert bool(line.fields) == (line.kind is ChangeKind.CHANGED)


@given(LINES)
def test_a_table_is_the_same_as_itself(lines: list[Line]) -> None:
    assert _diff(lines, lines).same


@given(st.permutations(FIRST))
def test_a_new_order_is_nothing_but_moves(lines: list[Line]) -> None:
    diff = _diff(FIRST, lines)
    assert {line.kind for line in diff.lines} <= {ChangeKind.MOVED, ChangeKind.SAME}
    assert len(diff.of(ChangeKind.MOVED)) < len(FIRST)
