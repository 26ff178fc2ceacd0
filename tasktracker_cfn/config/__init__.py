"""Typed configuration: what a system is, read from TOML, checked, and refused with all problems at once."""

import os

# Nothing here uses a plugin of pydantic, and looking for some reads the metadata of all that is installed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from tasktracker_cfn.config.loading import load
from tasktracker_cfn.config.system import SystemConfig

__all__ = ["SystemConfig", "load"]
