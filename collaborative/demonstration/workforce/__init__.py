"""The invented workforce: graduate workers as the first collaborative of their kind found them, and a training scheme."""
