"""The rows of the register behind a figure of the return, a page at a time: for people of the practice alone."""

from measures.fields import COUNT_FIELDS
from measures.prepared.filling import REGISTERED_FIELDS

PAGE_ROWS = 50
# The registered people of a practice are a list size, with no rows behind it.
BEHIND_FIELDS = tuple(name for name in COUNT_FIELDS if name not in REGISTERED_FIELDS)
