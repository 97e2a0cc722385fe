"""D37: every field of the register has a sensitivity class."""

from django.apps import apps

from registers import sensitivity
from registers.sensitivity import Sensitivity


def fields():
    return {
        (model.__name__, field.name)
        for model in apps.get_app_config("registers").get_models()
        for field in model._meta.fields
    }


def test_d37_every_field_has_a_class():
    assert [pair for pair in sorted(fields()) if sensitivity.sensitivity_of(*pair) is None] == []


def test_no_class_is_of_a_field_that_is_gone():
    named = {(model, field) for model, classes in sensitivity.FIELDS.items() for field in classes}

    assert sorted(named - fields()) == []


def test_a_field_that_nobody_classed_would_be_found():
    assert sensitivity.sensitivity_of("Person", "surname") is None


def test_d37_the_key_is_the_only_key():
    found = [pair for pair in sorted(fields()) if sensitivity.sensitivity_of(*pair) is Sensitivity.KEY]

    assert found == [("Person", "patient_key")]
