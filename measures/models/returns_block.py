"""The current returns of a wave's month as one block of whole numbers, kept beside the rows that it was made from."""

from django.db import models

from practices.models import Wave


class ReturnsBlock(models.Model):
    """Lets one return be recomputed without reading every row of its wave again. Made from the rows, never edited.

    `content` is what measures.computing.blocks packs: practice ids, states, then the fields, four bytes a number.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="returns_blocks")
    month = models.DateField()
    digest = models.CharField(max_length=24)
    content = models.BinaryField()

    class Meta:
        ordering = ["wave", "month"]
        constraints = [models.UniqueConstraint(fields=["wave", "month"], name="one_block_a_month")]

    def __str__(self):
        return f"{self.wave} {self.month:%b %Y}"
