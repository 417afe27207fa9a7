"""A member's page."""

from django.shortcuts import get_object_or_404, render

from people.assembly import panels
from people.following import is_following
from people.models import Member
from people.reading import read_only
from people.rules import may_follow


@read_only
def member(request, slug):
    """Who somebody is, and what each room knows of their work."""
    thing = get_object_or_404(Member.objects.visible_to(request.user).for_page(), slug=slug)
    context = {"member": thing, "panels": panels("MEMBER_PANELS", request, thing)}
    if request.user.is_authenticated and may_follow(request.user, thing):
        context["follows"] = is_following(request.user, thing)
    return render(request, "people/member.html", context)
