"""The workshop's room: how the embedded model was made and measured, rerunnable from text files."""
