"""The demonstration: an invented first wave of the real one's size. Nothing in it is about a real practice."""
