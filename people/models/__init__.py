"""Who we are, and what we are told."""

from people.models.following import Follow
from people.models.members import (
    Affiliation,
    FormerSlug,
    Member,
    MemberManager,
    MemberQuerySet,
    Organisation,
    Role,
)
from people.models.notices import Mail, Notice, NoticeChoice

__all__ = [
    "Affiliation",
    "Follow",
    "FormerSlug",
    "Mail",
    "Member",
    "MemberManager",
    "MemberQuerySet",
    "Notice",
    "NoticeChoice",
    "Organisation",
    "Role",
]
