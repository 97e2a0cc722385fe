"""The invented improvement work of both waves: teams, ideas, cycles, events, what was learned. Same seed, same work."""
