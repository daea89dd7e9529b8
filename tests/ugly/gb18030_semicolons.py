"""A paper mill's csv: GB18030, semicolons, decimal commas, full-width digits, errors as words."""

from pathlib import Path

NAME = "纸业.csv"
_LINES = (
    "企业名称；某某纸业",
    "序号;名称;活动数据;单位;因子(kgCO2e/单位);排放量kg",
    "1;外购电力 —— 综合;1，234，567．8;kWh;0,5777;713.209,82",
    "2;天然气;45.000,5;Nm3;2,1622;97.300,08",
    "3;硫酸钠䶮;１２３４５;kg;１．３８;17.036,1",
    "4;运输;#N/A;t·km;0,078;#REF!",
    "合计;;;;;827.546,00",
)


def make(path: Path) -> None:
    """Write it."""
    path.write_bytes("".join(f"{line}\r\n" for line in _LINES).encode("gb18030"))
