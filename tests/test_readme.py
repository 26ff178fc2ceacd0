"""What the README shows works as shown."""

import re
import tomllib
from pathlib import Path

from click.testing import CliRunner

from tasktracker_cfn.cli.build import build
from tasktracker_cfn.config import load, shipped
from tests.commands import build_here
from tests.toml_files import Tables, to_toml

REPOSITORY = Path(__file__).parents[1]
README = (REPOSITORY / "README.md").read_text()


def test_the_system_of_your_own_builds(tmp_path: Path) -> None:
    """The file in "A system of your own" builds for both of its environments, without a finding."""
    example = README.split("## A system of your own")[1].split("```toml\n")[1].split("```")[0]
    file = tmp_path / "notes.toml"
    file.write_text(example)
    result = CliRunner().invoke(build, [str(file), "--out", str(tmp_path / "out"), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "notes" / "production" / "root.yaml").is_file()
    assert (tmp_path / "out" / "notes" / "staging" / "root.yaml").is_file()


def test_snippets_fit_the_example(tmp_path: Path) -> None:
    """Each other snippet of configuration is accepted in the file of "A system of your own", with one environment."""
    example, *others = sorted(
        re.findall(r"```toml\n(.*?)```", README, re.DOTALL), key=lambda text: "system =" not in text
    )
    assert len(others) > 1
    for number, snippet in enumerate(others):
        tables = laid_over(tomllib.loads(example) | {"environments": {"staging": {}}}, tomllib.loads(snippet))
        file = tmp_path / f"{number}.toml"
        file.write_text(to_toml(tables), encoding="utf-8")
        assert len(load(file)) == 1


def laid_over(below: Tables, above: Tables) -> Tables:
    """Lay tables over tables key by key."""
    both = below.keys() & above.keys()
    return below | above | {key: laid_over(below[key], above[key]) for key in both if isinstance(above[key], dict)}


def test_what_a_build_prints(tmp_path: Path) -> None:
    """The table after `python build.py` names files with the resources that they have, and ends in the right sum."""
    *table, shown_sum = README.split("$ python build.py\n")[1].split("```")[0].splitlines()
    out = tmp_path / "out"
    *printed, printed_sum = build_here("--no-gate", "--out", out).out.replace(str(out), "out").splitlines()
    assert re.sub("0 findings, [0-9]+ exempted", "not checked", shown_sum) == printed_sum
    files = [tuple(line.split()[:2]) for line in table if line.startswith("out/")]
    assert len(files) > 1
    assert set(files) <= {tuple(line.split()[:2]) for line in printed}


def test_every_link_leads_somewhere() -> None:
    """Each file that the README links to exists."""
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(links) > 5
    assert [link for link in links if not (REPOSITORY / link).exists()] == []


def test_every_shipped_system_is_named() -> None:
    """The table of systems has a row for each one that is shipped."""
    assert [name for name in shipped.names() if f"[`{name}`]" not in README] == []
