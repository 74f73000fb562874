"""What residents asked in vain: masked, kept for a while, grouped by meaning, and mended."""
