"""Containers on ECS."""
