"""Secrets and rotation."""
