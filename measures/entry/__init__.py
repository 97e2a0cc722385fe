"""A monthly return that is typed on the screen or pasted: the same rows, by the same checks, as in a file."""
