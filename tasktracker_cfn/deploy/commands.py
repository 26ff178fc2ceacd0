"""How commands are written that people paste: of this program, and of AWS's own command line.

The same stack may be there in another region, or another account, which a shell that is set otherwise would reach.
So a command names again what the one that told it was given, and AWS's own always name the region.
"""

from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.aws.gateway import Gateway

OUT = Path("out")
# They read templates, so a foreign nest's root must be named; of one that is only looked at, nobody has.
FROM_TEMPLATES = frozenset({"plan", "deploy"})


class Place(NamedTuple):
    """What is deployed, and where, as it was asked for."""

    name: str | None = None
    root: Path | None = None
    stack_name: str | None = None
    out_dir: Path = OUT
    region: str | None = None
    profile: str | None = None
    role_arn: str | None = None

    @property
    def access(self) -> tuple[str, ...]:
        """Give the words that say how AWS is reached."""
        return _options(("--region", self.region), ("--profile", self.profile))

    def command(self, verb: str, *words: str) -> str:
        """Give the command of a verb about the same stack."""
        root = self.root or (Path("FILE") if verb in FROM_TEMPLATES and not self.name else None)
        what = _options(
            ("--root", str(root) if root else None),
            ("--stack-name", self.stack_name),
            ("--out-dir", str(self.out_dir) if self.out_dir != OUT else None),
        )
        role = _options(("--role-arn", self.role_arn))
        return written(verb, *([self.name] if self.name else []), *what, *self.access, *role, *words)


class Spelling(NamedTuple):
    """What was asked for, and the region that is asked; empty where it is not known."""

    place: Place = Place()
    region: str = ""

    def command(self, verb: str, *words: str) -> str:
        """Give the command of a verb of this program about the same stack."""
        return self.place.command(verb, *words)

    def call(self, *words: str) -> str:
        """Give a command of AWS's own: service, operation, options."""
        return join(("aws", *words, *_options(("--region", self.region), ("--profile", self.place.profile))))


def spelling(gateway: "Gateway") -> Spelling:
    """Give how AWS's own commands are written, so that they ask what a gateway asks."""
    return Spelling(Place(profile=gateway.profile), gateway.region or "")


def written(verb: str, *words: str) -> str:
    """Give a command of this program."""
    return join(("python", "-m", "tasktracker_cfn", verb, *words))


def _options(*options: tuple[str, str | None]) -> tuple[str, ...]:
    return tuple(word for name, value in options if value for word in (name, value))
