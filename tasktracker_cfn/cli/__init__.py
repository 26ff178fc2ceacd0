"""The command line: one file for each verb. Only here are exceptions turned into messages and exit codes."""
