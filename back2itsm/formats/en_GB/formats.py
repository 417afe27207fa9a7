"""How the desk's tables and every page write a time; the rest is Django's own for British English."""

DATETIME_FORMAT = "j M Y H:i"
TIME_FORMAT = "H:i"
