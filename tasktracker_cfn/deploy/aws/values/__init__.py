"""What AWS says, as values that nothing changes."""
