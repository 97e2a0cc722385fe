"""Addresses as the pages of the register link them."""

from django.urls import reverse


def href(name, *arguments) -> str:
    return reverse(name, args=arguments)
