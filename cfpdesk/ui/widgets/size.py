"""How large a file is, as people say it."""


def size_text(size: int) -> str:
    """Return a file's size as 4.8 MB or 12 kB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(size // 1000, 1)} kB"
