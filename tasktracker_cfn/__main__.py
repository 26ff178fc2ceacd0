"""`python -m tasktracker_cfn`: the same as the console script."""

from tasktracker_cfn.cli.process import run

run()
