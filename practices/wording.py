"""How pages say numbers of things, pure. For nouns whose plural takes an s."""


def counted(number: int, noun: str) -> str:
    """`0 roles`, `1 role`, `1,200 roles`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def number_of(number: int, noun: str) -> str:
    """For sentences: `no cycles`, `1 cycle`, `12 cycles`."""
    return counted(number, noun) if number else f"no {noun}s"
