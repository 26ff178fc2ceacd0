"""Logs, alarms, topics and dashboards."""
