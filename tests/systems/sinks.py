"""The kitchen sink: one system with everything on that can be on together, and an environment for each engine."""

from pathlib import Path

FILE = Path(__file__).parent.parent / "sinks" / "everything.toml"
SYSTEM, CONTAINER = FILE.stem, "web"
MYSQL, POSTGRES, AURORA = FOLDERS = tuple(f"{SYSTEM}/{engine}" for engine in ("mysql", "postgres", "aurora"))


def source(system: str) -> str:
    """Give what builds a system: its name, or the file of the kitchen sink."""
    return str(FILE) if system == SYSTEM else system
