"""What is asked of AWS, and what it says: the one door, the values that come through it, and time."""
