"""A ledger from an old program: UTF-16 with tabs, and inch marks that never close."""

from pathlib import Path

NAME = "入库.csv"
ROWS = 30


def make(path: Path) -> None:
    """Write it."""
    lines = ["单号\t日期\t规格\t净重 t"]
    for n in range(ROWS):
        size = '"3/4 管' if n % 3 == 0 else "板"
        lines.append(f"RK{n:04}\t2025/1/{n % 28 + 1}\t{size}\t{n + 0.5}")
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
