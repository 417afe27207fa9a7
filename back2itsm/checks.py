"""System checks of our own: foot-guns with an id and a hint."""
