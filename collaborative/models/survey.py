"""A short anonymous survey of service users: by personal link or on paper. Answers are kept as counts, so nobody can read one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team import ImprovementTeam, SharedQuerySet
from practices import clock
from practices.models import Organisation


class ServiceUserSurvey(models.Model):
    """What people think of the care of a team, or of one of its practices. Results are shown once it is closed."""

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="surveys")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=150)
    # The file of questions in collaborative/surveys/ that it was begun with.
    questions = models.CharField(max_length=40)
    opens_on = models.DateField("first day")
    closes_on = models.DateField("last day")
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_opening")
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.opens_on <= clock.today() <= self.closes_on

    @property
    def is_closed(self):
        return clock.today() > self.closes_on


class SurveyLink(models.Model):
    """A personal link that can be used once. Of the link itself only a hash is kept, and of its use no time."""

    survey = models.ForeignKey(ServiceUserSurvey, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    def __str__(self):
        return f"A link of {self.survey}"


class SurveyCount(models.Model):
    """How many chose an option of a question in a month. Nothing leads from here to a link, nor from one answer to the next."""

    class Source(models.TextChoices):
        LINK = "link", "Personal links"
        PAPER = "paper", "Paper forms"

    survey = models.ForeignKey(ServiceUserSurvey, on_delete=models.CASCADE, related_name="counts")
    source = models.CharField(max_length=5, choices=Source)
    month = models.DateField()
    question = models.CharField(max_length=40)
    option = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["survey", "source", "month", "question", "option"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "source", "month", "question", "option"], name="one_count_an_option"
            )
        ]

    def __str__(self):
        return f"{self.question}, option {self.option}: {self.count}"
