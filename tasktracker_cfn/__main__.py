"""`python -m tasktracker_cfn`: the same as the console script."""

from tasktracker_cfn.cli.main import main

main(prog_name="tasktracker-cfn")
