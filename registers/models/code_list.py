"""Clinical codes by which people are found and events are told apart, in versions. Data: fixtures/code_lists/."""

from django.db import models


class CodeList(models.Model):
    """One version; a later one never changes an earlier."""

    version = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    published_on = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["published_on", "version"]

    def __str__(self):
        return self.version


class CodeListEntry(models.Model):
    """One code of one system."""

    class System(models.TextChoices):
        READ2 = "read2", "Read v2"
        CTV3 = "ctv3", "CTV3"
        SNOMED = "snomed", "SNOMED CT"

    class Status(models.TextChoices):
        VERIFIED = "verified", "Verified"
        UNVERIFIED = "unverified", "Not verified"

    code_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="entries")
    # depression, anxiety, resolved, unsuitable, dissent, severity_score, review, certificate, referral ...
    concept = models.CharField(max_length=40)
    system = models.CharField(max_length=8, choices=System)
    code = models.CharField(max_length=20)
    term = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code_list", "concept", "system", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code_list", "concept", "system", "code"], name="one_code_a_concept")
        ]

    def __str__(self):
        return f"{self.system} {self.code}"
