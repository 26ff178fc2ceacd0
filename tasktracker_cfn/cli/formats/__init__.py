"""How findings are shown: to people, to programs, to code scanning, to a pull request."""
