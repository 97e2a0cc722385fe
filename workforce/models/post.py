"""Posts and who holds them, dated: a post outlives its holders, so that a vacancy can be seen. `end` is a last day."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission, has_permission
from practices.models import Organisation, Programme
from workforce.models.scope import (
    OfLeadQuerySet,
    OfPostQuerySet,
    OfWorkerQuerySet,
    PostQuerySet,
    grants_with,
    in_force,
    of_workers,
)
from workforce.models.worker import Worker


def ends_after_start(name):
    return models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name=name)


class DatedQuerySet(models.QuerySet):
    def on(self, day=None):
        """The rows that hold on a day; today when not said."""
        return self.filter(in_force(on=day))


class DatedOfPostQuerySet(OfPostQuerySet, DatedQuerySet):
    pass


class HoldingQuerySet(OfWorkerQuerySet, DatedQuerySet):
    """Who holds a post is identity; a supervisor sees the posts of supervisees, whoever held them before them not."""

    permission = Permission.VIEW_STAFF_IDENTITY


class EmployerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Names to choose from, for whoever changes a roster; who works for whom is said by the terms."""
        return self if has_permission(user, Permission.CHANGE_ROSTER) else self.none()


class Employer(models.Model):
    """Who pays: a PCT, a practice, a mental health trust, a charity. Known by name; not every one is in the directory."""

    name = models.CharField(max_length=200, unique=True)
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="employer"
    )

    objects = EmployerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Cohort(models.Model):
    """Those who began together, in one role; their retention is looked at together."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cohorts")
    code = models.CharField(max_length=20, help_text="As the files write it")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=8)
    starts_on = models.DateField()

    objects = OfLeadQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "starts_on", "code"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="one_cohort_a_code")]

    def __str__(self):
        return self.name


class Post(models.Model):
    """A place in the establishment. `role` is a code of workforce.catalogue; `commissioner` the PCT it belongs to today."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="posts")
    commissioner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    number = models.CharField(max_length=20, help_text="As the files write it; never changes")
    role = models.CharField(max_length=8)
    title = models.CharField(max_length=100, blank=True)
    wte = models.DecimalField(
        "established WTE", max_digits=3, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    funding = models.CharField("funding line", max_length=100, blank=True)
    start = models.DateField("open from")
    end = models.DateField("last day", null=True, blank=True)
    close_reason = models.CharField(max_length=200, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["programme", "commissioner"])]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_post_a_number"),
            ends_after_start("post_ends_after_start"),
            models.CheckConstraint(condition=Q(wte__gt=0, wte__lte=1), name="post_wte_at_most_one"),
        ]

    def __str__(self):
        return self.number


class PostHost(models.Model):
    """A practice hosts a share of a post, from one day to another. Shares in force add up to 100 or less."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="hosts")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hosted_posts")
    share = models.DecimalField("per cent of the post", max_digits=5, decimal_places=2)
    start = models.DateField()
    end = models.DateField("last day", null=True, blank=True)

    objects = DatedOfPostQuerySet.as_manager()

    class Meta:
        ordering = ["post", "-share", "practice"]
        constraints = [
            models.UniqueConstraint(fields=["post", "practice", "start"], name="one_host_a_start"),
            models.UniqueConstraint(
                fields=["post", "practice"], condition=Q(end__isnull=True), name="one_current_share_a_host"
            ),
            ends_after_start("host_ends_after_start"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="host_share_is_a_percentage"),
        ]

    def __str__(self):
        return f"{self.share}% at {self.practice}"


class TermsQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Pay, terms and why somebody left: the workforce lead, and the worker's own."""
        return self.filter(of_workers(user, Permission.VIEW_PAY, "holding__worker"))

    def employed_by(self, organisations):
        """Today's terms of those in post whom one of these organisations (ids) employs."""
        return self.filter(in_force(), in_force("holding__"), employer__organisation__in=organisations)

    def of_own_employees(self, user):
        """What a practice has agreed itself with its employees of today, to its manager; nothing that others agreed with them."""
        grants = grants_with(user, Permission.VIEW_PAY_OF_EMPLOYEES)
        practices = [grant.organisation_id for grant in grants if grant.organisation_id]
        now = Terms.objects.employed_by(practices).values("holding")
        return self.filter(holding__in=now, employer__organisation__in=practices)


class EndReason(models.TextChoices):
    PROMOTION = "promotion", "Promotion"
    TRAINING_PLACE = "training_place", "Training place"
    PAY = "pay", "Pay"
    SUPERVISION = "supervision", "Supervision"
    CONTRACT_END = "contract_end", "Contract ended"
    OTHER = "other", "Other"
    # Not leavings: the same person goes on in the same role, or is carried over by law.
    MOVED_POST = "moved_post", "Moved to another post in the same role"
    TRANSFER = "transfer", "Transferred with the service"


NOT_LEAVING = (EndReason.MOVED_POST, EndReason.TRANSFER)


class Destination(models.TextChoices):
    SAME_PROGRAMME = "same_programme", "Another role in this programme"
    NHS = "nhs", "Elsewhere in the NHS"
    CLINICAL_TRAINING = "clinical_training", "Clinical psychology training"
    OTHER_TRAINING = "other_training", "Other training or study"
    SOCIAL_CARE = "social_care", "Social care"
    VOLUNTARY_SECTOR = "voluntary_sector", "Voluntary sector"
    OUTSIDE = "outside", "Outside health and care"
    NO_WORK = "no_work", "No work"
    NOT_KNOWN = "not_known", "Not known"


class Holding(models.Model):
    """Somebody holds a post, from one day to the last; two may share one."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="holdings")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="holdings")
    start = models.DateField("first day")
    end = models.DateField("last day", null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "worker", "start"], name="one_holding_a_start"),
            models.UniqueConstraint(
                fields=["post", "worker"], condition=Q(end__isnull=True), name="one_current_holding"
            ),
            ends_after_start("holding_ends_after_start"),
        ]

    def __str__(self):
        return f"{self.post}: {self.worker}"


class LeavingQuerySet(models.QuerySet):
    visible_to = TermsQuerySet.visible_to


class Leaving(models.Model):
    """Why a holding ended, and where the worker went: apart from the holding, for fewer people may know."""

    holding = models.OneToOneField(Holding, on_delete=models.PROTECT, related_name="leaving")
    reason = models.CharField(max_length=16, choices=EndReason)
    destination = models.CharField(max_length=18, choices=Destination, blank=True)
    # Code of the role promoted to.
    next_role = models.CharField(max_length=8, blank=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_role="") | Q(reason=EndReason.PROMOTION), name="only_promotion_has_a_next_role"
            )
        ]

    def __str__(self):
        return self.get_reason_display()


class Terms(models.Model):
    """What somebody is paid and on which terms, from one day to another: bands change while the holder stays."""

    class Scheme(models.TextChoices):
        AGENDA_FOR_CHANGE = "agenda_for_change", "Agenda for Change"
        WHITLEY = "whitley", "Whitley"
        OTHER = "other", "Other terms"

    class Contract(models.TextChoices):
        PERMANENT = "permanent", "Permanent"
        FIXED_TERM = "fixed_term", "Fixed term"
        TRAINING = "training", "Training contract"
        SECONDMENT = "secondment", "Secondment"
        BANK = "bank", "Bank or sessional"
        HONORARY = "honorary", "Honorary"

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="terms")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="terms")
    start = models.DateField()
    end = models.DateField("last day", null=True, blank=True)
    wte = models.DecimalField(
        "WTE", max_digits=3, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    # Why somebody works more than 1.0 WTE in all.
    over_reason = models.CharField("reason for more than 1.0 WTE in all", max_length=200, blank=True)
    scheme = models.CharField(max_length=18, choices=Scheme)
    # A band of Agenda for Change, or the grade as the other scheme writes it.
    band = models.CharField(max_length=20)
    contract = models.CharField(max_length=12, choices=Contract)
    contract_ends_on = models.DateField(null=True, blank=True)

    objects = TermsQuerySet.as_manager()

    class Meta:
        ordering = ["holding", "-start"]
        verbose_name_plural = "terms"
        constraints = [
            models.UniqueConstraint(fields=["holding", "start"], name="one_set_of_terms_a_start"),
            models.UniqueConstraint(fields=["holding"], condition=Q(end__isnull=True), name="one_current_set_of_terms"),
            ends_after_start("terms_end_after_start"),
            models.CheckConstraint(condition=Q(wte__gt=0, wte__lte=1), name="terms_wte_at_most_one"),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.band}, {self.wte} WTE"
