"""Whether the invariants I1 to I9 hold: one module for each concern, put together in everything.py."""
