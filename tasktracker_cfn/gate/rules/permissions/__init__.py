"""Roles, policies and keys."""
