"""The way from a question to an answer, the same behind every door."""
