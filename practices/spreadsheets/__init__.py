"""How a file of somebody else's is read, pure and without Django: bytes to a header and numbered rows of text (`reader`),
and the strict rules by which text becomes a count, a date, a code, or the finding that it names a patient.
"""
