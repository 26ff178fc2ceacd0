"""Order of creation."""
