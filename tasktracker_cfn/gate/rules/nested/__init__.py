"""Nested stacks and their contract."""
