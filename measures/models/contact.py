"""Who is asked for a practice's return, and who when that person is away."""

from django.conf import settings
from django.db import models

from accounts.permissions import Permission
from practices.models import Organisation


class ReturnContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(practice__in=Organisation.objects.visible_to(user, Permission.VIEW_RETURN_STATUS))


class ReturnContact(models.Model):
    """Chosen among those who may send; without a row it is the practice's managers, then its data officers."""

    practice = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="return_contact")
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ReturnContactQuerySet.as_manager()

    class Meta:
        ordering = ["practice"]

    def __str__(self):
        return f"{self.practice}: {self.responsible or 'nobody named'}"
