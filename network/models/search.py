"""What is published of the profiles, laid out for searching."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .entry import Section
from .party import Party


class SearchText(models.Model):
    """A published text in one language, as the readers of some tiers read it, `first` to `last` (places in
    Visibility). It is written with a release and says nothing that the release does not."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="search_texts", verbose_name=_("party"))
    what = models.CharField(_("kind"), max_length=12, choices=Section)
    key = models.CharField(max_length=36)  # the uid of an entry, else the section
    language = models.CharField(_("language"), max_length=2)
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"))
    folded = models.TextField()  # title and text, folded words between single spaces
    sectors = models.CharField(max_length=200, blank=True)  # ;33210;210;

    class Meta:
        verbose_name = _("text for searching")
        verbose_name_plural = _("texts for searching")
        ordering = ["party", "what", "pk"]
        indexes = [models.Index(fields=["party", "what"])]

    def __str__(self) -> str:
        return self.title
