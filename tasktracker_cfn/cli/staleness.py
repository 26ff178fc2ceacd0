"""Whether what was built is what the configuration says by now."""

from pathlib import Path
from shlex import join

from tasktracker_cfn.deploy.commands import OUT, Place


def stale(place: Place, folder: Path) -> tuple[str, ...]:
    """Give a note when building would give other templates than those in a folder; nothing for a foreign nest.

    A plan is of what lies there, and is not refused: somebody may want to deploy what was built and checked yesterday.
    But "no change" is half of the truth when the configuration was changed and nothing was built since.

    :raises ConfigurationError: when the system's file is wrong
    """
    if place.name is None:
        return ()
    from tasktracker_cfn.assembly.assembling import assemble  # noqa: PLC0415 - troposphere takes a while to import
    from tasktracker_cfn.config.selecting import select  # noqa: PLC0415 - pydantic takes a while to import

    found = select([place.name])
    build = assemble(found.environments[0], found.files[0].name)
    templates = (document for document in build.documents if document.is_template)
    other = [document.file for document in templates if not _is(folder / document.file, document.text)]
    if not other:
        return ()
    out = ("--out", str(place.out_dir)) if place.out_dir != OUT else ()
    command = join(("python", "build.py", place.name, *out))
    files = f"{', '.join(other)} in {folder}"
    note = (
        f"{files}: not what {place.name} is built as now (its configuration, the generator or the file was changed); "
        f"this is of the files as they are; to build them: {command}"
    )
    return (note,)


def _is(file: Path, text: str) -> bool:
    try:
        return file.read_bytes() == text.encode()
    except OSError:
        return False
