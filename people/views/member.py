"""A member's page."""

from django.shortcuts import get_object_or_404, render

from people.assembly import panels
from people.models import Member
from people.reading import read_only


@read_only
def member(request, slug):
    """Who somebody is, and what each room knows of their work."""
    thing = get_object_or_404(Member.objects.visible_to(request.user).for_page(), slug=slug)
    context = {"member": thing, "panels": panels("MEMBER_PANELS", request, thing)}
    return render(request, "people/member.html", context)
