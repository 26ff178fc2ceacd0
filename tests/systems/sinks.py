"""The kitchen sinks: for each engine one system with everything on that can be on together."""

from pathlib import Path

CONTAINER = "web"
FOLDERS = Path(__file__).parent.parent / "sinks"
MYSQL, POSTGRES, AURORA = (f"everything-{engine}/production" for engine in ("mysql", "postgres", "aurora"))


def file_of(name: str) -> Path | None:
    """Give the file of a kitchen sink by the name of its system; None for a system that is shipped."""
    file = FOLDERS / f"{name}.toml"
    return file if file.is_file() else None
