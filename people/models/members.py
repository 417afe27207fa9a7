"""Who we are: members, what they do, and for whom."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import Maturity, RoleKind, Sector, SizeBand, SpeaksFor, Theme
from people.naming import free_slug, initials


class MemberQuerySet(models.QuerySet):
    def open(self):
        """Members who still have an account."""
        return self.filter(closed_at__isnull=True, is_active=True)

    def visible_to(self, user):
        """A closed account has no page; a moderator still finds it."""
        return self if getattr(user, "is_staff", False) else self.open()

    def for_page(self):
        """With the current role and organisation in a constant number of queries."""
        held = Role.objects.filter(until__isnull=True).select_related("affiliation__organisation")
        works = Affiliation.objects.filter(until__isnull=True).select_related("organisation")
        return self.prefetch_related(
            models.Prefetch("roles", queryset=held.order_by("-since", "-pk"), to_attr="current_roles"),
            models.Prefetch("affiliations", queryset=works, to_attr="current_affiliations"),
        )


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)):
    use_in_migrations = False

    def free_slug(self, name, *, of=None):
        """An address that nobody has, nor had; ``of`` may have one of their own again."""
        # The former ones are asked for last: whoever moves away meanwhile is in either.
        return free_slug(name, self.model, former=[FormerSlug.objects.exclude(member=of)])

    def create_user(self, email, password=None, *, name="", **fields):
        """A member with a normalised address and a free slug; without a password sign-in is by code."""
        if not email:
            raise ValueError("A member needs an e-mail address.")
        email = self.normalize_email(email)
        name = name or email.split("@")[0]
        member = self.model(email=email, name=name, slug=self.free_slug(name), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Member(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name or pen name"), max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    # The own organisation's way of working, compared with where an artefact comes from.
    maturity = models.CharField(_("maturity"), max_length=1, choices=Maturity.choices, blank=True)
    tools = models.CharField(_("tools in use"), max_length=200, blank=True)
    default_licence = models.CharField(_("default licence"), max_length=40, blank=True)  # SPDX id
    theme = models.CharField(_("colours"), max_length=6, choices=Theme.choices, blank=True)
    # The library's own account collects others' work: it earns no reputation (corpus rule).
    is_collector = models.BooleanField(_("collects others' work"), default=False)
    is_staff = models.BooleanField(_("moderator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_member_per_address"),
            models.CheckConstraint(condition=~Q(email=""), name="member_has_address"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("member", args=[self.slug])

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def initials(self):
        return initials(self.name)


class FormerSlug(models.Model):
    """Where a member's page was before: nobody else's address while they are here."""

    slug = models.SlugField(max_length=80, unique=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="former_slugs")
    # Only where its member says so: a pen name would protect nobody if the old name led to it.
    leads_on = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.slug


class Organisation(models.Model):
    """Where somebody works; shown by size and sector, by name only if the member says so."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    size_band = models.CharField(_("size"), max_length=12, choices=SizeBand.choices, blank=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True)
    region = models.CharField(_("country or region"), max_length=60, blank=True)
    is_vendor = models.BooleanField(_("sells ITSM products or services"), default=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self):
        return self.name or ", ".join(
            filter(None, [str(self.get_sector_display()), str(self.get_size_band_display())])
        )


class Affiliation(models.Model):
    """A member's time at an organisation. Append-only: a change ends one row and starts another."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    name_shown = models.BooleanField(_("show the organisation's name"), default=False)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="affiliation_ends_after_start",
            )
        ]

    def __str__(self):
        organisation = self.organisation
        if self.name_shown and organisation.name:
            return organisation.name
        return ", ".join(
            filter(None, [str(organisation.get_sector_display()), str(organisation.get_size_band_display())])
        )


class Role(models.Model):
    """What a member does, for a time. Append-only, so that a contribution keeps the role it was made in."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind.choices)
    title = models.CharField(_("in my words"), max_length=80, blank=True)
    affiliation = models.ForeignKey(Affiliation, null=True, blank=True, on_delete=models.PROTECT)
    speaks_for = models.CharField(max_length=12, choices=SpeaksFor.choices, default=SpeaksFor.SELF)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="role_ends_after_start",
            )
        ]

    def __str__(self):
        return self.title or str(self.get_kind_display())
