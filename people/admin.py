"""What the desk does not show about members."""

from allauth.usersessions import admin as usersessions_admin  # noqa: F401  registers what we take back
from allauth.usersessions.models import UserSession
from django.contrib import admin

# Where and when somebody is signed in is for that member alone (and its search asks for user names).
admin.site.unregister(UserSession)
