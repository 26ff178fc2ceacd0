"""What AWS and others no longer support."""
