"""How pages say numbers of things, pure."""


def counted(number: int, noun: str) -> str:
    """`1 role`, `12 roles`; nouns whose plural takes an s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
