"""What an operator's monitoring asks: alive, ready, and figures without a word about anybody."""
