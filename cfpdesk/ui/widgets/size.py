"""How large a file is, as people say it."""


def size_text(size: int) -> str:
    """Return bytes as 4.8 MB, or small ones as 12 kB; only nothing is 0 kB."""
    if size >= 100_000:
        return f"{size / 1_000_000:,.1f} MB"
    return f"{max(size // 1000, min(size, 1))} kB"
