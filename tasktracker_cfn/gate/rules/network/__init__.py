"""Network and reachability."""
