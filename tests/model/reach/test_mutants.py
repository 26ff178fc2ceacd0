"""Whatever stands in a template, a question about it is answered or refused in words."""

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasktracker_cfn.errors import TasktrackerError
from tasktracker_cfn.model.reach.network import network_of
from tasktracker_cfn.model.reach.places import THE_INTERNET, places
from tasktracker_cfn.model.reach.proof import reach, who_reaches
from tasktracker_cfn.model.reach.queries import exposed_databases, reached_from_internet, supplies
from tasktracker_cfn.model.system import System
from tests.cfn_yaml import read
from tests.model.reach.small import ACL, ENDPOINT, TEMPLATE, VPN

# Of the 25 mutants of a seed.
MOSTLY = 10

ODD: tuple[Any, ...] = (
    None,
    [],
    {},
    "",
    "x",
    "1e999",
    -1,
    1e308,
    True,
    [[[]]],
    [None, {"a": []}],
    {"Ref": "Nobody"},
    {"Ref": "Vpc"},
    {"Fn::If": ["Perhaps", "a", {"Ref": "AWS::NoValue"}]},
    {"Fn::GetAtt": ["Vpc", "CidrBlock"]},
    {"Fn::Unknown": 1},
    "999.1.1.1/99",
)


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in children:
        yield from _paths(item, (*path, key))


@pytest.mark.parametrize("seed", range(3))
def test_a_mutant_is_no_crash(seed: int, tmp_path: Path) -> None:
    """A value of any type in any place leads to an answer, mostly, or to an error that says what is wrong."""
    refused = 0
    whole = read(TEMPLATE + (ACL + ENDPOINT + VPN).replace("\n\n", "\n").lstrip("\n"))
    draw = random.Random(seed)  # noqa: S311 - mutants are no secrets
    paths = [("Resources", *path) for path in _paths(whole["Resources"]) if len(path) > 1]
    for number in range(25):
        mutant, path = deepcopy(whole), draw.choice(paths)
        place: Any = mutant
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = draw.choice(ODD)
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "root.yaml").write_text(yaml.safe_dump(mutant), encoding="utf-8")
        try:
            answers = _ask(System(folder))
        except TasktrackerError as error:
            refused += 1
            answers = [str(error)]
        assert answers, (path, number)
        assert all(answers), (path, number)
    assert refused < MOSTLY


def _ask(system: System) -> list[str]:
    """Ask everything that can be asked, of every place, and give the answers in words."""
    found = places(network_of(system))
    answers = [str(reach(system, one, THE_INTERNET, 443)) for one in found]
    answers += [str(way) for one in found for way in who_reaches(system, one, 5432)]
    answers += map(str, exposed_databases(system))
    answers += map(str, reached_from_internet(system))
    return [*answers, str(supplies(system))]
