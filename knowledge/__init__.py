"""Staff's room: what a municipality knows and says, read from its folder and rendered as text."""
