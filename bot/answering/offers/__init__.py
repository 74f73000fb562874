"""What an answer offers beside its text, whatever the door: where to go on, what to keep."""
