"""What must outlive a restart, under keys that do not tell whose it is."""
