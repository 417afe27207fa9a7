"""Addresses of members and of their settings."""

from django.urls import path

from people.views import data, desk, following, member, notices, proving, second_factor, settings

urlpatterns = [
    # In place of allauth's own, which stand behind them.
    path("accounts/2fa/totp/activate/", second_factor.activate_app, name="mfa_activate_totp"),
    path("accounts/2fa/webauthn/add/", second_factor.add_passkey, name="mfa_add_webauthn"),
    path("accounts/email/", second_factor.addresses, name="account_email"),
    path("accounts/password/set/", second_factor.set_password, name="account_set_password"),
    path("people/<slug:slug>/", member.member, name="member"),
    path("people/<slug:slug>/follow/", following.follow, name="follow"),
    path("people/desk/<str:token>/", desk.claim_desk, name="claim_desk"),
    path("settings/", settings.overview, name="settings"),
    path("settings/profile/", settings.profile_page, name="settings_profile"),
    path("settings/roles/", settings.roles, name="settings_roles"),
    path("settings/roles/<int:pk>/", settings.role, name="settings_role"),
    path("settings/roles/<int:pk>/end/", settings.end_role, name="settings_role_end"),
    path("settings/organisation/", settings.organisation, name="settings_organisation"),
    path("settings/organisation/leave/", settings.leave_organisation, name="settings_organisation_leave"),
    path("settings/following/", following.followed, name="settings_following"),
    path("settings/data/", data.data, name="settings_data"),
    path("settings/data/download/", data.download, name="settings_data_download"),
    path("settings/close/", data.close, name="settings_close"),
    path("settings/close/confirm/", proving.confirm, name="settings_confirm"),
    path("settings/closed/", data.closed, name="settings_closed"),
    path("settings/notices/", notices.settings_page, name="settings_notices"),
    path("notices/", notices.notices_page, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/stop/<str:token>/", notices.stop_mail, name="stop_mail"),
]
