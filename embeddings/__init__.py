"""Meaning: texts go in, matches come out."""
