"""Apply a plan: decide, execute once, follow to the end, say why it failed."""
