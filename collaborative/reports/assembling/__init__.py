"""From what is known of a wave to the pages of a report: one module for each group of pages."""
