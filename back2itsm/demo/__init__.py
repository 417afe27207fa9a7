"""Invented people and their work, to try a whole site with. Every one of them says that it is a demonstration."""
