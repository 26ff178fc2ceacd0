"""Typed configuration: what a system is, read from TOML, checked, and refused with all problems at once."""

from tasktracker_cfn.config.loading import load
from tasktracker_cfn.config.system import SystemConfig

__all__ = ["SystemConfig", "load"]
