"""Addresses as the pages of the workforce link them."""

from django.urls import NoReverseMatch, reverse


def href(name: str, *arguments) -> str:
    """The address of a page, or "" where this installation has no such page: then leave the link out."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
