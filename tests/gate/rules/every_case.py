"""All cases of all rules, as the modules in ``cases`` have them."""

from importlib import import_module
from pathlib import Path

from tests.gate.rules.case import Case

CASES: dict[str, tuple[Case, ...]] = {}
for module in sorted(path.stem for path in (Path(__file__).parent / "cases").glob("*.py")):
    for name, held in import_module(f"tests.gate.rules.cases.{module}").CASES.items():
        CASES[name] = CASES.get(name, ()) + tuple(held)
