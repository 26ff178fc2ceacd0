"""The gateway's parts, by what they ask about."""
