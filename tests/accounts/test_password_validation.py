"""D10: long, not common, not the obvious words."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from collaborative import settings as shipped


@pytest.mark.parametrize(
    "password",
    ["elevenchars", "password1234", "my NHS password", "n-h-s rivers deep", "Ash surgery 2006!", "qwertyuiop123"],
)
def test_refuses_short_common_and_obvious(manager, password):
    with pytest.raises(ValidationError):
        validate_password(password, manager)


@pytest.mark.parametrize("password", ["quiet rivers run", "ж" * 12, "x1 " * 42 + "ab", "beech surgery far away"])
def test_accepts_spaces_unicode_length_and_other_peoples_practices(manager, password):
    validate_password(password, manager)


def test_passwords_are_hashed_with_argon2(db, settings):
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS

    assert User.objects.create_user("a@example.org", "quiet rivers run").password.startswith("argon2$argon2id$")
