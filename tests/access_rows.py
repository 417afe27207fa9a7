"""The rows of tests/test_access_table.py: who gets which status at each address."""

# Name of the pattern: [(which artefact or argument, statuses of Alice, Bob, Charlie and Mona)].
EVERYBODY = [("", "200 200 200 200")]
BY_STATUS = [
    ("published", "200 200 200 200"),
    ("retired", "200 200 200 200"),
    ("draft", "200 404 404 200"),
    ("hidden", "200 404 404 200"),
    ("removed", "410 410 410 200"),
    ("nowhere", "404 404 404 404"),
]
FILES = [row if row[0] != "removed" else ("removed", "404 404 404 200") for row in BY_STATUS]
MEMBERS = [("", "200 200 302 200")]
STRANGERS = [("", "302 302 200 302")]
DESK_ONLY = [("", "302 302 302 200")]
POSTED = [("", "405 405 405 405")]
ASKS_AGAIN = [("", "302 302 302 302")]
NOT_SET_UP = [("", "404 404 302 404")]
NO_DRAFTS = [
    ("published", "302 404 302 404"),
    ("removed", "404 404 302 404"),
    ("nowhere", "404 404 302 404"),
]
# Alice runs the surveys.
SURVEYS = [
    ("open survey", "200 200 200 200"),
    ("draft survey", "200 404 404 200"),
    ("nowhere survey", "404 404 404 404"),
]
CLOSED_SURVEY = ("closed survey", "200 200 200 200")
UNANSWERED = [("open survey", "302 302 302 302"), ("draft survey", "302 404 404 302")]
WIZARD = [("draft", "200 404 302 404"), *NO_DRAFTS]
TABLE = {
    "home": EVERYBODY,
    "about": EVERYBODY,
    "accessibility": EVERYBODY,
    "privacy": EVERYBODY,
    "theme": [("", "405 405 405 405")],
    "favicon": [("", "302 302 302 302")],
    "browse": EVERYBODY,
    "artefact": BY_STATUS,
    "artefact_by_number": [
        ("published", "302 302 302 302"),
        ("retired", "302 302 302 302"),
        ("draft", "302 404 404 302"),
        ("hidden", "302 404 404 302"),
        ("removed", "410 410 410 302"),
        ("nowhere", "404 404 404 404"),
    ],
    # The version at its artefact's own address leads there.
    "version": [
        ("published", "302 302 302 302"),
        ("retired", "302 302 302 302"),
        ("draft", "200 404 404 200"),
        ("hidden", "302 404 404 302"),
        ("removed", "410 410 410 302"),
        ("nowhere", "404 404 404 404"),
    ],
    "changes": FILES,
    "download": FILES,
    "preview_picture": FILES,
    "practices": EVERYBODY,
    "practice": [("practice", "200 200 200 200"), ("nowhere", "404 404 404 404")],
    "member": [("alice", "200 200 200 200"), ("closed", "404 404 404 200")],
    "follow": [("alice", "405 405 405 405")],
    "claim_desk": [("token", "200 200 200 200"), ("nowhere", "410 410 410 410")],
    "feed_all": EVERYBODY,
    "feed_practice": [("practice", "200 200 200 200"), ("nowhere", "404 404 404 404")],
    "feed_member": [("alice", "200 200 200 200"), ("closed", "404 404 404 404")],
    "surveys": EVERYBODY,
    "survey": SURVEYS,
    # Nobody has answered: they are led to the first question.
    **{f"survey_{page}": UNANSWERED for page in ("about_you", "more", "done", "later")},
    "survey_resume": SURVEYS,
    **{
        f"survey_pairs{page}": [
            ("open survey", "200 200 200 200"),
            ("draft survey", "302 404 404 302"),
            CLOSED_SURVEY,
        ]
        for page in ("", "_add")
    },
    "survey_pairs_end": UNANSWERED,
    "survey_pairs_results": [*SURVEYS, CLOSED_SURVEY],
    "survey_pairs_csv": [("closed survey", "404 404 404 404"), ("open survey", "404 404 404 404")],
    "survey_pairs_json": [("closed survey", "404 404 404 404"), ("open survey", "404 404 404 404")],
    "survey_seen": [("open survey", "405 405 405 405")],
    "survey_results": [*SURVEYS, ("closed survey", "200 200 200 200")],
    # Of an open survey its owner and moderators see what is published; here nothing is.
    "survey_results_csv": [("closed survey", "404 404 404 404"), ("open survey", "404 404 404 404")],
    "survey_results_json": [("closed survey", "404 404 404 404"), ("open survey", "404 404 404 404")],
    "needs": EVERYBODY,
    "need": [("open need", "200 200 200 200"), ("waiting need", "404 200 404 200")],
    "need_post": MEMBERS,
    "need_vote": [("open need", "405 405 405 405")],
    "needs_similar": EVERYBODY,
    "needs_how": EVERYBODY,
    "needs_figures_csv": EVERYBODY,
    "need_help": [("open need", "200 200 302 200"), ("waiting need", "404 302 302 302")],
    "need_propose": [("open need", "200 200 302 200"), ("waiting need", "404 200 302 200")],
    "need_give_back": [("open need", "405 405 405 405")],
    "need_decide": [("open need", "405 405 405 405")],
    "need_close": [("open need", "405 405 405 405")],
    "artefact_needs": [
        ("published", "200 200 302 200"),
        ("draft", "404 404 302 404"),
        ("removed", "404 404 302 404"),
        ("nowhere", "404 404 302 404"),
    ],
    "asked_again": [("question", "200 200 200 200"), ("nowhere", "404 404 404 404")],
    "not_again": [("address", "200 200 200 200"), ("nowhere", "404 404 404 404")],
    "healthz": EVERYBODY,
    "robots": EVERYBODY,
    "sitemap": EVERYBODY,
    "sitemap_pages": EVERYBODY,
    "sitemap_artefacts": [("0", "200 200 200 200"), ("99", "404 404 404 404")],
    "sitemap_people": [("0", "200 200 200 200"), ("99", "404 404 404 404")],
    "sitemap_collections": [("0", "200 200 200 200"), ("99", "404 404 404 404")],
    "settings": MEMBERS,
    "settings_profile": MEMBERS,
    "settings_roles": MEMBERS,
    "settings_role": [("alice", "200 404 302 404")],
    "settings_role_end": POSTED,
    "settings_organisation": MEMBERS,
    "settings_organisation_leave": POSTED,
    "settings_following": MEMBERS,
    "settings_data": MEMBERS,
    "settings_data_download": POSTED,
    "settings_close": ASKS_AGAIN,
    "settings_confirm": ASKS_AGAIN,
    "settings_closed": EVERYBODY,
    "settings_notices": MEMBERS,
    "settings_practices": MEMBERS,
    "settings_not_interested": MEMBERS,
    "not_interested": [("published", "405 405 405 405")],
    "not_used": [("published", "405 405 405 405")],
    "not_interested_in": [("alice", "405 405 405 405")],
    # Bob's reply to Alice's artefact.
    "replies": [("published", "405 405 405 405")],
    "watch": [("published", "405 405 405 405")],
    "reply_edit": [("shown reply", "403 200 302 403"), ("waiting reply", "404 200 302 403")],
    "reply_before": [("shown reply", "404 200 302 200"), ("waiting reply", "404 200 302 200")],
    "reply_take_back": [("shown reply", "405 405 405 405")],
    "reply_fixed": [("shown reply", "405 405 405 405")],
    "reply_reopen": [("shown reply", "405 405 405 405")],
    "notices": MEMBERS,
    "notices_read": POSTED,
    "stop_mail": [("way out", "200 200 200 200"), ("nowhere", "404 404 404 404")],
    # The wizard: drafts are their contributor's alone.
    "share": MEMBERS,
    "share_version": [
        ("published", "200 403 302 403"),
        ("draft", "302 404 302 403"),
        ("hidden", "200 404 302 403"),
        ("removed", "404 404 302 403"),
        ("nowhere", "404 404 302 404"),
    ],
    "share_draft": [("draft", "302 404 302 404"), *NO_DRAFTS],
    "share_file": WIZARD,
    "share_about": WIZARD,
    "share_edition": [("draft", "302 404 302 404"), *NO_DRAFTS],
    "share_licence": WIZARD,
    "share_check": WIZARD,
    "share_done": [("draft", "302 404 302 404"), *NO_DRAFTS],
    "share_take_back": [("draft", "405 405 405 405")],
    "share_discard": [("draft", "405 405 405 405")],
    # Moderation: the queue belongs to the desk, the other doors are open.
    "queue": DESK_ONLY,
    "queue_publish": [("", "302 302 302 302")],
    "queue_version": [
        ("published", "302 302 302 200"),
        ("draft", "302 302 302 404"),
        ("nowhere", "302 302 302 404"),
    ],
    "queue_artefact": [("hidden", "302 302 302 200"), ("nowhere", "302 302 302 404")],
    "queue_report": [("case", "302 302 302 200")],
    "queue_claim": [("case", "302 302 302 200")],
    "queue_reply": [("case", "302 302 302 200")],
    "desk_rings": DESK_ONLY,
    "desk_ring": [("case", "302 302 302 200")],
    "desk_raters": DESK_ONLY,
    "desk_rater": [("case", "302 302 302 200")],
    "report_reply": [("case", "200 200 200 200")],
    # A review of Alice's work by Bob, and her answer to it.
    "queue_review": [("case", "302 302 302 200")],
    "queue_answer": [("case", "302 302 302 200")],
    "report_review": [("case", "200 403 200 200")],
    "report_answer": [("case", "403 200 200 200")],
    "report": [
        ("published", "403 200 200 200"),
        ("retired", "403 200 200 200"),
        ("draft", "403 404 404 403"),
        ("hidden", "403 404 404 403"),
        ("removed", "404 404 404 403"),
        ("nowhere", "404 404 404 404"),
    ],
    "counter_notice": [("published", "200 404 302 404"), ("retired", "404 404 302 404")],
    "takedown": EVERYBODY,
    "takedown_sent": [("case", "200 200 200 200")],
    # Adaptations and the creator's acts: what is on show can be adapted, and only its creator acts.
    "adapt": [
        ("published", "200 200 302 200"),
        ("retired", "200 200 302 200"),
        ("draft", "403 404 302 403"),
        ("hidden", "403 404 302 403"),
        ("removed", "404 404 302 403"),
        ("nowhere", "404 404 302 404"),
    ],
    "artefact_life": [
        ("published", "200 403 302 403"),
        ("retired", "302 403 302 403"),
        ("draft", "302 404 302 403"),
        ("hidden", "302 404 302 403"),
        ("removed", "404 404 302 403"),
        ("nowhere", "404 404 302 404"),
    ],
    "collect": [("published", "405 405 405 405")],
    "collections": EVERYBODY,
    "my_collections": MEMBERS,
    "collection": [("public", "200 200 200 200"), ("private", "200 404 404 200")],
    "collection_zip": [("public", "200 200 200 200"), ("private", "200 404 404 200")],
    "collection_edit": [("public", "200 403 302 403"), ("private", "200 404 302 403")],
    "collection_delete": [("public", "405 405 405 405")],
    "collection_item": [("public", "405 405 405 405")],
    # Bob's rating of Alice's artefact.
    "rate": [("published", "405 405 405 405")],
    "report_use": [("published", "405 405 405 405")],
    "recommend": [("published", "405 405 405 405")],
    "review_helpful": [("rating", "405 405 405 405")],
    "review_reply": [("rating", "405 405 405 405")],
    "peers": [("alice", "200 200 200 200"), ("closed", "404 404 404 200")],
    "rate_creator": [("alice", "200 200 302 200"), ("closed", "404 404 302 200")],
    "recommend_creator": [("alice", "200 200 302 200"), ("closed", "404 404 302 200")],
    # allauth
    "account_login": STRANGERS,
    "account_signup": STRANGERS,
    "account_logout": MEMBERS,
    "account_inactive": EVERYBODY,
    "account_reauthenticate": MEMBERS,
    "account_email": MEMBERS,
    "account_email_verification_sent": ASKS_AGAIN,
    "account_change_password": MEMBERS,
    "account_set_password": ASKS_AGAIN,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": [("key", "200 200 200 200")],
    "account_reset_password_from_key_done": EVERYBODY,
    "account_request_login_code": STRANGERS,
    "account_confirm_login_code": ASKS_AGAIN,
    "mfa_index": MEMBERS,
    "mfa_authenticate": ASKS_AGAIN,
    "mfa_reauthenticate": [("", "302 302 302 200")],
    "mfa_activate_totp": ASKS_AGAIN,
    "mfa_deactivate_totp": [("", "404 404 302 302")],  # Mona has an app, and is asked for her password first
    "mfa_view_recovery_codes": NOT_SET_UP,
    "mfa_generate_recovery_codes": ASKS_AGAIN,
    "mfa_download_recovery_codes": NOT_SET_UP,
    "mfa_list_webauthn": MEMBERS,
    "mfa_add_webauthn": ASKS_AGAIN,
    "mfa_edit_webauthn": [("key", "302 302 302 302")],
    "mfa_remove_webauthn": [("key", "302 302 302 302")],
    "mfa_login_webauthn": ASKS_AGAIN,
    "mfa_reauthenticate_webauthn": ASKS_AGAIN,
    "usersessions_list": MEMBERS,
}
# The desk: Django's own pages by name, and by their last word those of each model. Who is no moderator is sent
# to admin:login, which sends strangers to sign in and refuses members.
DESK = {
    "index": "302 302 302 200",
    "login": "403 403 302 302",
    "logout": "302 302 302 302",
    "password_change": "302 302 302 302",
    "password_change_done": "302 302 302 200",
    "autocomplete": "302 302 302 403",
    "jsi18n": "302 302 302 200",
    "view_on_site": "302 302 302 404",
    "app_list": "302 302 302 200",
    "changelist": "302 302 302 200",
    "add": "302 302 302 200",
    "history": "302 302 302 302",
    "delete": "302 302 302 302",
    "change": "302 302 302 302",
}
# What even a moderator may not do at the desk: content.publishing and the terms' `active` do it.
REFUSED = {
    f"admin:content_{model}_add"
    for model in ("artefact", "version", "statuschange", "tag", "collection", "unfound")
}
KEPT = ["artefact", "version", "statuschange", "tag", "practice", "framework", "audience", "kind", "licence"]
KEPT += ["collection", "unfound"]
REFUSED |= {f"admin:surveys_{model}_delete" for model in ("survey", "wave", "question", "need")}
REFUSED |= {"admin:surveys_pairidea_add", "admin:surveys_pairidea_delete"}
REFUSED |= {f"admin:surveys_{model}_{word}" for model in ("coverage", "pledge") for word in ("add", "delete")}
REFUSED |= {"admin:surveys_need_add", "admin:surveys_answer_add", "admin:surveys_answer_delete"}
REFUSED |= {f"admin:content_{model}_delete" for model in KEPT}
REFUSED |= {
    f"admin:moderation_{model}_{word}"
    for model in ("report", "takedown", "decision")
    for word in ("add", "delete")
}
