"""One archive of database and files together, and putting it back into an empty place (D33)."""
