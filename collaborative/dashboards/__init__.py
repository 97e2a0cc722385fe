"""The read side of the dashboards: scoped rows and series, through measures.disclosure, to dataclasses that a template prints."""
