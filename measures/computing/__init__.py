"""From current returns to stored series: pure NumPy in the middle, the database at both ends.

`returns` and `compute` are the arithmetic, `reading` and `storing` the two ends, `recompute` runs them, and
`series_data` reads a stored series back.
"""
