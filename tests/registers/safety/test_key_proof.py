"""D40: the server can prove that no stored key is a plain hash of an NHS number; and the proof can fail."""

import hashlib
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from registers import key_proof
from tests.registers import people

NUMBER = "9434765919"


def prove(**options):
    out = io.StringIO()
    call_command("prove_keys", stdout=out, **({"count": 100} | options))
    return out.getvalue()


def test_d40_keys_made_with_a_secret_pass(practice):
    people.make_person(practice, 1)

    assert "1 stored keys" in prove()


@pytest.mark.parametrize("text", [NUMBER, "943 476 5919", "943-476-5919", f"{NUMBER}\n"])
def test_d40_plain_hash_of_a_number_is_found(practice, text):
    """Shown able to fail."""
    key = hashlib.sha256(text.encode()).hexdigest()
    people.make_person(practice, 1, patient_key=key)

    with pytest.raises(CommandError, match=r"A99001 \(1\)") as failure:
        prove()

    assert key not in str(failure.value) and NUMBER not in str(failure.value)


def test_d40_hash_of_a_hash_is_found(practice):
    once = hashlib.sha256(NUMBER.encode()).hexdigest()
    people.make_person(practice, 1, patient_key=hashlib.sha256(once.encode()).hexdigest())

    with pytest.raises(CommandError):
        prove()


def test_d40_a_range_without_a_number_proves_nothing(practice):
    with pytest.raises(CommandError, match="nothing was shown"):
        prove(first=9_434_765_910, count=3)


def test_d40_all_numbers_of_a_range_are_tried():
    numbers = list(key_proof.valid_numbers(9_434_765_870, 100_000))

    assert NUMBER in numbers
    assert 9_000 < len(numbers) < 9_200


@pytest.mark.parametrize("name", ["sha1", "md5"])
def test_d40_database_takes_no_shorter_hash(practice, name):
    with pytest.raises(IntegrityError):
        people.make_person(practice, 1, patient_key=hashlib.new(name, NUMBER.encode()).hexdigest())
