"""What the data say of a PDSA cycle: its months before, during and after, the comparison they bear, and its prediction. Pure."""
