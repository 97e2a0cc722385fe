"""Passwords that everybody in the field would try first."""

import re

from django.core.exceptions import ValidationError

MAY_BE_PART = 4  # a shorter name (a PCT's code, "The") says nothing


def letters_and_digits(text):
    return re.sub(r"[\W_]+", "", text).casefold()


class ForbiddenWordsValidator:
    """Refuses a password that holds one of the given words, however it is spaced or capitalised."""

    def __init__(self, words=("nhs",)):
        self.words = words

    def forbidden(self, user):
        return self.words

    def validate(self, password, user=None):
        squeezed = letters_and_digits(password)
        if any(letters_and_digits(word) in squeezed for word in self.forbidden(user)):
            raise ValidationError(
                "Choose a password without “NHS” and without the name of your practice or organisation.",
                code="password_has_forbidden_word",
            )

    def get_help_text(self):
        return "Your password must not hold “NHS” or the name of your practice or organisation."


class OwnOrganisationsValidator(ForbiddenWordsValidator):
    """The names of the places where the person holds a role; `grants` is the relation that practices adds to a person."""

    def __init__(self):
        super().__init__(words=())

    def forbidden(self, user):
        if user is None or user.pk is None:
            return []
        places = (grant.place for grant in user.grants.in_force())
        return [name for place in places if len(letters_and_digits(name := str(place.name))) >= MAY_BE_PART]
