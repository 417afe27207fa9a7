"""Following a member: a button on their page, and the list of one's own, which nobody else sees."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from people import following
from people.models import Member
from people.pressing import member_presses
from people.reading import read_only

# Where a button may lead back to, besides the member's page.
LIST = "settings_following"


@member_presses(lambda slug: reverse("member", args=[slug]))
def follow(request, slug):
    """Follow, or with ``stop`` no longer; back to the page, or to the list where the button stood."""
    member = get_object_or_404(Member.objects.visible_to(request.user), slug=slug)
    if "stop" in request.POST:
        following.unfollow(member, by=request.user)
        messages.success(request, _("You no longer follow %(name)s.") % {"name": member.name})
    else:
        _follow(request, member)
    return redirect(LIST if request.POST.get("back") == "list" else member)


def _follow(request, member):
    try:
        following.follow(member, by=request.user)
    except following.FollowsEnough as refused:
        messages.error(request, refused.reason)
    else:
        said = _("You follow %(name)s: what they recommend comes first. Only you see this.")
        messages.success(request, said % {"name": member.name})


@read_only
@never_cache
@login_required
def followed(request):
    """Whom one follows."""
    return render(request, "people/settings_following.html", {"members": following.followed(request.user)})
