"""Who sees rows about patients: people at the practice itself who hold the right, and nobody else by any route."""

from django.db import models

from accounts.permissions import Permission
from practices.models import Organisation


class PatientRowQuerySet(models.QuerySet):
    """Rows with a `practice`."""

    permission = Permission.VIEW_PATIENT_ROWS

    def visible_to(self, user):
        return self.filter(practice__in=Organisation.objects.visible_to(user, self.permission))

    def of_practice(self, practice):
        return self.filter(practice=practice)


class InterfaceRowQuerySet(PatientRowQuerySet):
    """Records of advice, shared care and agreements with other teams."""

    permission = Permission.VIEW_INTERFACE_RECORDS


class RiskFlagQuerySet(PatientRowQuerySet):
    permission = Permission.VIEW_RISK_FLAGS
