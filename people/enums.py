"""Closed lists about people and their organisations (labels are what pages print)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoleKind(TextChoices):
    """What somebody does in IT service management; doers run services, helpers help those who do."""

    PRACTITIONER = "practitioner", _("Practitioner")
    PROCESS_OWNER = "process-owner", _("Practice or process owner")
    MANAGER = "manager", _("IT manager or executive")
    CONSULTANT = "consultant", _("Consultant")
    VENDOR = "vendor", _("Vendor")
    TRAINER = "trainer", _("Trainer")
    ANALYST = "analyst", _("Analyst")
    ACADEMIC = "academic", _("Academic")
    ASSOCIATION = "association", _("Association staff")
    STUDENT = "student", _("Student")


DOERS = frozenset({RoleKind.PRACTITIONER, RoleKind.PROCESS_OWNER, RoleKind.MANAGER})
HELPERS = frozenset(
    {
        RoleKind.CONSULTANT,
        RoleKind.VENDOR,
        RoleKind.TRAINER,
        RoleKind.ANALYST,
        RoleKind.ACADEMIC,
        RoleKind.ASSOCIATION,
    }
)


class SpeaksFor(TextChoices):
    SELF = "self", _("speaking for myself")
    ORGANISATION = "organisation", _("speaking for the organisation")


class SizeBand(TextChoices):
    """Headcount; the first three limits are those of EU Recommendation 2003/361."""

    MICRO = "1-9", _("1 to 9 people")
    SMALL = "10-49", _("10 to 49 people")
    MEDIUM = "50-249", _("50 to 249 people")
    UPPER = "250-999", _("250 to 999 people")
    LARGE = "1000-4999", _("1,000 to 4,999 people")
    VERY_LARGE = "5000-19999", _("5,000 to 19,999 people")
    GIANT = "20000+", _("20,000 people or more")


class Sector(TextChoices):
    PUBLIC = "public", _("Public administration")
    HEALTH = "health", _("Health and social care")
    EDUCATION = "education", _("Education and research")
    FINANCE = "finance", _("Finance and insurance")
    RETAIL = "retail", _("Retail and wholesale")
    MANUFACTURING = "manufacturing", _("Manufacturing")
    ENERGY = "energy", _("Energy and utilities")
    TRANSPORT = "transport", _("Transport and logistics")
    TELECOM = "telecom", _("Telecom and media")
    IT_SERVICES = "it-services", _("IT services and managed services")
    PROFESSIONAL = "professional", _("Professional services")
    CONSTRUCTION = "construction", _("Construction and real estate")
    HOSPITALITY = "hospitality", _("Hospitality and leisure")
    NON_PROFIT = "non-profit", _("Non-profit")
    DEFENCE = "defence", _("Defence and security")
    AGRICULTURE = "agriculture", _("Agriculture")
    OTHER = "other", _("Other sector")


class Maturity(TextChoices):
    """Labels in the style of the capability maturity models, each with a plain line (taxonomy 6.4)."""

    NONE = "0", _("0: not in place")
    INITIAL = "1", _("1: initial, done when somebody thinks of it")
    REPEATABLE = "2", _("2: repeatable, done the same way by those who know")
    DEFINED = "3", _("3: defined, written down and followed")
    MANAGED = "4", _("4: managed, measured and corrected")
    OPTIMISING = "5", _("5: optimising, improved from its own figures")


class How(TextChoices):
    """How somebody is told; all but OFF are on the page of notices as well."""

    AT_ONCE = "at-once", _("On the site and by e-mail at once")
    WEEKLY = "weekly", _("On the site and in a weekly e-mail")
    SITE = "site", _("On the site only")
    OFF = "off", _("Not at all")


class NoticeKind(TextChoices):
    """What members are told about."""

    DECISION = "decision", _("Decisions on your work")
    REPLY = "reply", _("Replies to your work")
    REVIEW = "review", _("Reviews of your work")
    ANSWER = "answer", _("Conversations you follow")
    REVIEW_DATE = "review-date", _("Review dates of your work")
    REPORT = "report", _("What became of your reports")
    INTEREST = "interest", _("New work in your practices")
    PLEDGE = "pledge", _("Your promises to fill a need")
    NEED = "need", _("Needs that you posted, voted for or rated")


USUAL_HOW = dict.fromkeys(NoticeKind, How.WEEKLY) | {NoticeKind.DECISION: How.AT_ONCE}
# Stands in a mail for all the kinds that come weekly.
DIGEST = "digest"


class Theme(TextChoices):
    """Colours that a member chose; without a choice it is the browser's."""

    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class MailState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    GIVEN_UP = "given-up", _("Given up")
