"""What happened to people on the list, as their practice extracted it: contacts, referrals, certificates, scores.

The tables hold numbers and dates alone (registers.codes), without a foreign key that the database checks: a deferred
check doubles the time of a load, and what refers to whom is checked before anything is stored. A row is its own key, so
that the same file again finds every row there already.
"""

from django.db import models
from django.db.models import F, Q

from practices.models import Organisation
from registers.codes import ContactMode, DiagnosisGroup, Fitness, NoteForm, ReferralService, Tool, Urgency
from registers.models.entry import Person
from registers.models.scope import PatientRowQuerySet


def choices_of(words):
    return [(int(word), word.label) for word in words]


class PatientEvent(models.Model):
    """`practice` and `person` without indexes of their own: each table's key begins with them."""

    practice = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )

    objects = PatientRowQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} of person {self.person_id}"


class Consultation(PatientEvent):
    """A contact with somebody of the practice or attached to it. `role` is a number of the role catalogue."""

    pk = models.CompositePrimaryKey("practice_id", "person_id", "day", "role", "mode", "attended")
    day = models.DateField()
    role = models.SmallIntegerField()
    mode = models.SmallIntegerField(choices=choices_of(ContactMode))
    attended = models.BooleanField()

    class Meta:
        ordering = ["practice", "person", "day"]


class Referral(PatientEvent):
    pk = models.CompositePrimaryKey("practice_id", "person_id", "day", "service", "urgency")
    day = models.DateField()
    service = models.SmallIntegerField(choices=choices_of(ReferralService))
    urgency = models.SmallIntegerField(choices=choices_of(Urgency))

    class Meta:
        ordering = ["practice", "person", "day"]


class CertificateNote(PatientEvent):
    """A sick note as certified. `ends_on` is worked out from a duration where none was given; open ones end after 28 days."""

    pk = models.CompositePrimaryKey(
        "practice_id", "person_id", "starts_on", "ends_on", "issued_on", "form", "fitness", "diagnosis_group", "is_duplicate",
        "is_open_ended", "return_on",
    )  # fmt: skip
    issued_on = models.DateField()
    form = models.SmallIntegerField(choices=choices_of(NoteForm))
    starts_on = models.DateField()
    ends_on = models.DateField("last day certified")
    # The day back at work; far in the future (registers.codes.NEVER_RETURNED) where the note names none, so that a row has one width.
    return_on = models.DateField("return date")
    fitness = models.SmallIntegerField(choices=choices_of(Fitness))
    diagnosis_group = models.SmallIntegerField(choices=choices_of(DiagnosisGroup))
    is_duplicate = models.BooleanField("duplicate or cancelled")
    is_open_ended = models.BooleanField("without duration")

    class Meta:
        ordering = ["practice", "person", "starts_on"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="note_ends_after_start")]


class Assessment(PatientEvent):
    """The total of a severity tool on a day. Answers to single items are not kept; a risk item only as yes or no."""

    pk = models.CompositePrimaryKey("practice_id", "person_id", "day", "tool")
    day = models.DateField()
    tool = models.SmallIntegerField(choices=choices_of(Tool))
    total = models.SmallIntegerField()
    # 0 no, 1 yes, 2 not stated.
    risk_item = models.SmallIntegerField(default=2)

    class Meta:
        ordering = ["practice", "person", "day"]
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=0, total__lte=63), name="assessment_total_possible")
        ]


class CoveredMonth(models.Model):
    """For this month the practice has sent this kind of file whole: what is not there did not happen."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    month = models.DateField()
    upload = models.ForeignKey("practices.Upload", on_delete=models.PROTECT, null=True, related_name="+")

    objects = PatientRowQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "kind", "month"]
        constraints = [models.UniqueConstraint(fields=["practice", "kind", "month"], name="one_cover_a_month")]

    def __str__(self):
        return f"{self.kind} of {self.practice}, {self.month:%b %Y}"
