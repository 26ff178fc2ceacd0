"""Web ACLs (WAF)."""
