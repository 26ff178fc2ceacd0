"""What stands: stacks, their statuses and events, drift, and the way out where one is stuck."""
