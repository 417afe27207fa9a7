"""What the desk does not show about members."""

from allauth.account import admin as account_admin  # noqa: F401  registers what we take back
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as usersessions_admin  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth import admin as auth_admin  # noqa: F401
from django.contrib.auth.models import Group

# Addresses, second factors and sessions are for their member alone: with them at the desk a moderator could read
# everybody's address and secret, and sign in as anybody. Groups give nobody anything here.
for model in (Authenticator, EmailAddress, Group, UserSession):
    admin.site.unregister(model)
