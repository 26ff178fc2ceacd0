"""What would be lost with a resource, and what keeps it from being lost."""
