"""How findings name files to GitHub: from the folder in which the command runs, as a repository does."""

from pathlib import Path


def from_here(file: str) -> Path:
    """Give the path from the working directory to a file within it; the whole path of any other."""
    path, here = Path(file), Path.cwd()
    if not path.is_absolute() and ".." not in path.parts:
        return path
    whole = here.joinpath(path).resolve()
    return whole.relative_to(here) if whole.is_relative_to(here) else whole
