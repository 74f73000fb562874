"""Charts as PNG images. Nothing here knows a door; matplotlib is imported where it is used."""
