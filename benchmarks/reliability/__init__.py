"""Whether messages get through: how many a second, and what happens when things go wrong."""
