"""Typed configuration: what a system is, read from TOML, checked, and refused with all problems at once."""

import sys
from types import ModuleType

# pydantic looks for plugins among all that is installed, and imports importlib.metadata for it even when it is told
# not to look (PYDANTIC_DISABLE_PLUGINS): a tenth of a whole build. Nothing here uses a plugin. Where the loader is
# loaded already, or has moved, this changes nothing.
_no_plugins = ModuleType("pydantic.plugin._loader")
_no_plugins.__dict__["get_plugins"] = tuple
sys.modules.setdefault("pydantic.plugin._loader", _no_plugins)

from tasktracker_cfn.config.loading import load  # noqa: E402 - see above
from tasktracker_cfn.config.system import SystemConfig  # noqa: E402 - see above

__all__ = ["SystemConfig", "load"]
