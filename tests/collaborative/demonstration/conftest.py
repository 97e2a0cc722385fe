"""The demonstration, seeded once for all tests of this folder."""

import pytest
from django.db import transaction
from django.test import override_settings

from collaborative.demonstration import seed
from measures.models import MonthlyReturn
from practices.models import Wave


@pytest.fixture(scope="package")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="package")
def made(django_db_setup, django_db_blocker, data_dir):
    """Seeded once for all tests of this folder, in a transaction that is rolled back after the last."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(DATA_DIR=data_dir, BUSINESS_CLOCK="2007-02-08T09:00", PASSWORD_HASHERS=quick),
        transaction.atomic(),
    ):
        yield seed.seed()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demonstration(made, db, settings, data_dir):
    settings.DATA_DIR = data_dir
    return made


@pytest.fixture
def first_wave():
    return Wave.objects.get(code="W1")


def current_returns(wave_code="W1"):
    return MonthlyReturn.objects.current().filter(wave__code=wave_code).select_related("practice")
