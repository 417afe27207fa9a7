"""Sixty invented members: roles, organisations, interests. Nobody can sign in as one of them."""

from datetime import date, timedelta

from content import interests
from content.models import Practice
from people import profile
from people.enums import DOERS, RoleKind, Sector, SizeBand, SpeaksFor
from people.models import Member

DOMAIN = "demo.invalid"  # reserved by RFC 2606: no mail can ever reach anybody
MARK = "(demo)"
MODERATOR = "Moderator"
NAMES = """Ada Ben Cleo Dan Edda Finn Gita Hugo Ida Jon Kaya Leo Mila Noor Otis Pia Quin Rosa Sami Tess Ugo Vera Wim
Xena Yann Zoe Arlo Bea Cem Dora Emil Fay Gus Hana Ivo Jana Kito Lena Milo Nia Oke Petra Rafi Sol Taro Una Vito
Wanda Yuri Zita Aiko Bram Cora Dita Enzo Fleur Goran Hedda Ilja Juno""".split()
ROLES = (
    (
        RoleKind.PRACTITIONER,
        ("Service desk lead", "Incident manager", "Change coordinator", "Systems engineer"),
    ),
    (
        RoleKind.PROCESS_OWNER,
        ("Problem practice owner", "Service level manager", "Asset and configuration owner"),
    ),
    (RoleKind.MANAGER, ("Head of service operations", "IT manager")),
    (RoleKind.CONSULTANT, ("ITSM consultant",)),
    (RoleKind.VENDOR, ("Product specialist",)),
    (RoleKind.TRAINER, ("Trainer",)),
    (RoleKind.ACADEMIC, ("Lecturer",)),
)
SHARES = (26, 12, 7, 8, 4, 2, 1)  # of the sixty, in the order of ROLES


def join(draw):
    """Sixty members and a moderator, made by the verbs that real ones use; answers (members, moderator)."""
    kinds = [kind for (kind, _), share in zip(ROLES, SHARES, strict=True) for _ in range(share)]
    draw.shuffle(kinds)
    practices = list(Practice.objects.active().values_list("slug", flat=True))
    members = [_member(draw, name, kind, practices) for name, kind in zip(NAMES, kinds, strict=True)]
    moderator = _account(MODERATOR, headline="Decides in the demonstration", is_staff=True)
    return members, moderator


def is_here():
    """Whether a site has the demonstration already."""
    return Member.objects.filter(email=_address(MODERATOR)).exists()


def find(name):
    """The account of an invented name, or None."""
    return Member.objects.filter(email=_address(name)).first()


def newcomer(name):
    """An account that says nothing of itself, made once."""
    return find(name) or _account(name)


def _member(draw, name, kind, practices):
    titles = dict(ROLES)[kind]
    title = draw.choice(titles)
    member = _account(name, headline=f"{title}, invented for the demonstration")
    place = _organisation(draw, member, kind)
    speaks = SpeaksFor.ORGANISATION if kind == RoleKind.VENDOR else SpeaksFor.SELF
    since = date(2026, 1, 1) - timedelta(days=draw.randint(100, 4000))
    said = {"kind": kind, "title": title, "speaks_for": speaks, "affiliation": place, "since": since}
    profile.take_role(member, by=member, **said)
    interests.choose(member, draw.sample(practices, 3), by=member)
    return member


def _organisation(draw, member, kind):
    helps = kind not in DOERS
    sector = Sector.IT_SERVICES if helps else draw.choice(list(Sector))
    size = draw.choice(list(SizeBand)[:3] if helps else list(SizeBand)[2:])
    name = f"{sector.label} {size.value} {MARK}"
    facts = {"name": name, "size_band": size, "sector": sector, "is_vendor": kind == RoleKind.VENDOR}
    return profile.join_organisation(member, by=member, name_shown=True, **facts)


def _account(name, **fields):
    return Member.objects.create_user(_address(name), None, name=f"{name} {MARK}", **fields)


def _address(name):
    return f"{name.lower()}@{DOMAIN}"
