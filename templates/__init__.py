"""What exists: one module or package for each nested stack, and the root that wires them."""
