"""How well a town's test questions are answered, and which examples can hardly be told apart."""
