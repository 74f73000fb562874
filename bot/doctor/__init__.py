"""Looks at an installation and says what must be mended, before residents notice."""
