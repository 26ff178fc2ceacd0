"""A nest of one or more templates, written in short, and read back."""

from pathlib import Path

from tasktracker_cfn.model.system import System


def system(folder: Path, root: str, **nested: str) -> System:
    """Write templates into a folder, and give the system that they are."""
    for name, text in {"root": root, **nested}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return System(folder)
