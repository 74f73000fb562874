"""Pictures for the guides."""
