"""Invented registers of some practices, whose events add up to the returns that the same practices sent."""
