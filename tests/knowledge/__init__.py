"""Tests of the room `knowledge`, over real files."""
