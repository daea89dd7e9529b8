"""One page a step, and home. Pages do not import each other."""
