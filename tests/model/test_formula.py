"""Formulas read and computed: against Python's own arithmetic, and the spreadsheet's odd rules."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.formula_syntax import NotPlainError, parse_formula
from cfpdesk.model.formula_tree import moved, references_in, shape_of
from cfpdesk.model.formula_value import Scalar, evaluate
from cfpdesk.model.workbook_cells import Shown, WorkbookCells
from tests.sheet_builders import sheet_of

VALUES: list[list[object]] = [
    ["数量", "因子", "排放量", "备注"],
    [10, 2, 20, "原料"],
    ["12", 3, 36, "能源"],
    [None, 4, "#DIV/0!", "原料"],
    [-5, Decimal("0.5"), True, "能源"],
]
CELLS = WorkbookCells.of([sheet_of(VALUES, "清单"), sheet_of([[1, 2], [3, 4]], "A b's")], {})


def _value(formula: str) -> Scalar:
    return evaluate(parse_formula(formula), Shown(CELLS, "清单")).value


def _reason(formula: str) -> str:
    with pytest.raises(NotPlainError) as caught:
        _value(formula)
    return caught.value.reason.text("en")


LEAVES = st.one_of(st.integers(0, 999), st.decimals(0, 999, places=3)).map(
    lambda n: (str(n), Fraction(n))
)


def _joined(
    operator: str, left: tuple[str, Fraction], right: tuple[str, Fraction]
) -> tuple[str, Fraction]:
    one, other = left[1], right[1]
    if operator == "+":
        result = one + other
    elif operator == "-":
        result = one - other
    elif operator == "*" or not other:
        operator, result = "*", one * other
    else:
        result = one / other
    return f"({left[0]}){operator}( {right[0]})", result


EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(_joined, st.sampled_from("+-*/"), inner, inner),
        inner.map(lambda node: (f"-({node[0]})", -node[1])),
        inner.map(lambda node: (f"({node[0]})%", node[1] / 100)),
        inner.map(lambda node: (f"({node[0]})^2", node[1] ** 2)),
        inner.map(lambda node: (f"SUM({node[0]},1)", node[1] + 1)),
        inner.map(lambda node: (f"ABS({node[0]})", abs(node[1]))),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS)
def test_arithmetic_is_that_of_python(expression: tuple[str, Fraction]) -> None:
    text, exact = expression
    found = _value(f"={text}")
    assert isinstance(found, Decimal)
    assert abs(Fraction(found) - exact) <= abs(exact) * Fraction(1, 10**20) + Fraction(1, 10**25)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=6), st.data())
def test_precedence_is_that_of_python(numbers: list[int], data: st.DataObject) -> None:
    operators = [data.draw(st.sampled_from("+-*")) for _ in numbers[1:]]
    text = str(numbers[0]) + "".join(
        f"{op}{number}" for op, number in zip(operators, numbers[1:], strict=True)
    )
    assert _value(text) == eval(text)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=-2^2", 4),
        ("=2^3^2", 64),
        ("=2^-1", "0.5"),
        ("=10%", "0.1"),
        ("=2*50%^2", "0.5"),
        ("=1+2*3-4/2", 5),
        ("=--3", 3),
        ("=1.5E3", 1500),
        ("=A2*B2", 20),
        ("=$A$2*B$2", 20),
        ("=A3*2", 24),
        ("=A4+1", 1),
        ("=C5+1", 2),
        ("=SUM(A2:A5)", 5),
        ("=SUM(A2,B2:B3,1)", 16),
        ("=SUM(B:B)", "9.5"),
        ("=SUM(2:2)", 32),
        ("=SUM('A b''s'!A1:B2)", 10),
        ("='a B''s'!B2", 4),
        ("=AVERAGE(B2:B5)", "2.375"),
        ("=MAX(B2:B5)-MIN(A2:A5)", 9),
        ("=MAX(D2:D5)", 0),
        ("=PRODUCT(B2:B4)", 24),
        ("=ROUND(2.675,2)", "2.68"),
        ("=ROUND(-2.5,0)", -3),
        ("=ROUND(1234.5,-2)", 1200),
        ("=ROUNDUP(1.001,2)", "1.01"),
        ("=ROUNDDOWN(1/3*3,0)", 1),
        ("=ABS(A5)", 5),
        ("=IF(A2>9,1,2)", 1),
        ('=IF(D2="原料",B2,1/0)', 2),
        ("=IF(A4=0,7)", 7),
        ("=IF(1>2,7)", 0),
        ("=IF(TRUE,1,2)", 1),
        ("=SUMPRODUCT(A2:A3,B2:B3)", 20),
        ('=SUMPRODUCT((D2:D5="原料")*B2:B5)', 6),
        ("=SUMPRODUCT(B2:B3*2)", 10),
    ],
)
def test_values(formula: str, value: object) -> None:
    assert _value(formula) == Decimal(str(value))


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("=VLOOKUP(A2,B:C,2,0)", "it uses the function VLOOKUP"),
        ("=[1]清单!A2", "it looks into another workbook"),
        ("='C:\\[x.xlsx]清单'!A2", "it looks into another workbook"),
        ("=A2&D2", "it puts texts together"),
        ("=单价*2", "it uses the name 单价"),
        ("=SUM({1,2})", "it holds a list of constants"),
        ("=#REF!*2", "it refers to cells that are gone"),
        ("=A2/0", "it divides by zero"),
        ("=AVERAGE(D2:D5)", "it divides by zero"),
        ("=C4*2", "C4 shows the error #DIV/0!"),
        ("=SUM(C2:C5)", "C4 shows the error #DIV/0!"),
        ("=D2*2", "it calculates with the text “原料”"),
        ("=(-8)^0.5", "its result is no number"),
        ("=10^999", "its result is no number"),
        ("=A2:A3*2", "it calculates with whole ranges"),
        ("=SUMPRODUCT(A2:A3,B2:B4)", "its ranges differ in size"),
        ("=没有!A1", "there is no sheet 没有"),
        ("=(1+2", "the formula is not complete"),
        ("=", "the formula is not complete"),
        ("=1+", "the formula is not complete"),
        ("=SUM()", "the formula is not complete"),
        ("=ROUND(1)", "the formula is not complete"),
        ("=1 2", "“2” is not understood"),
        ("=" + "(" * 90 + "1" + ")" * 90, "it is nested very deeply"),
        ("=" + "1+" * 5000 + "1", "the formula is very long"),
    ],
)
def test_what_is_no_plain_arithmetic_says_why(formula: str, reason: str) -> None:
    assert _reason(formula) == reason


def test_a_long_chain_is_no_depth() -> None:
    assert _value("=" + "+".join(["1"] * 4000)) == 4000


def test_a_number_kept_as_text_is_named_where_a_sum_leaves_it_out() -> None:
    found = evaluate(parse_formula("=SUM(A2:A5)"), Shown(CELLS, "清单"))
    assert (found.value, found.left_out) == (Decimal(5), ["A3"])


@given(st.text(alphabet="=A1B2$!:,()+-*/^%<>\"'SUMIF 清单.0e", max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    reason = None
    try:
        _value(text)
    except NotPlainError as error:
        reason = error.reason
    assert reason is None or reason.text("zh")


def test_the_same_formula_filled_down_has_the_same_shape() -> None:
    first = parse_formula("=E7*F7*$G$2+SUM(A$1:A7)*清单!B7")
    below = parse_formula("=E9*F9*$G$2+SUM(A$1:A9)*清单!B9")
    other = parse_formula("=E9*F8*$G$2+SUM(A$1:A9)*清单!B9")
    assert shape_of(first, 8, 7) == shape_of(below, 8, 9)
    assert shape_of(other, 8, 9) != shape_of(below, 8, 9)
    assert [str(reference) for reference in references_in(first)] == [
        "E7",
        "F7",
        "G2",
        "A1:A7",
        "B7",
    ]
    with pytest.raises(ValueError, match=r"[EF]7"):
        moved(first, 0, -7)


@given(st.integers(0, 30), st.integers(0, 30))
def test_a_formula_that_is_moved_keeps_its_shape(columns: int, rows: int) -> None:
    tree = parse_formula("=-E7*IF(F7>$B2,ROUND(G$7,2),SUM(C7:$D9))+A:A%+3:$4")
    there = moved(tree, columns, rows)
    assert shape_of(there, 8 + columns, 7 + rows) == shape_of(tree, 8, 7)
