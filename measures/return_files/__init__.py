"""A file of monthly returns: what it holds, how its cells become lines, and everything that may be wrong with it."""
