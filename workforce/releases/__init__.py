"""Releases of workforce figures: what is in one, how it is kept from telling of few people, and how it becomes a file."""
