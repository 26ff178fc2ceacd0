"""Find the files of the systems that come with this package."""

from pathlib import Path

from tasktracker_cfn.errors import CommandError

FOLDER = Path(__file__).parent.parent / "systems"


def names() -> tuple[str, ...]:
    """Give the names of the shipped systems."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def path_of(system: str) -> Path:
    """Give a shipped system's file.

    :raises CommandError: when there is none of this name
    """
    if system not in names():
        message = (
            f'there is no system "{system}"; shipped are {", ".join(names())}; '
            "for a system of your own give the path of its .toml file"
        )
        raise CommandError(message)
    return FOLDER / f"{system}.toml"
