"""From people and events to the counts of a month. Pure, NumPy: arrays in, arrays out."""
