"""A practice's return of a month, filled from its own register."""
