"""Configuration to templates to YAML to files: in order, and all or nothing."""
