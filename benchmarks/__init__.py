"""How quick, how light and how right the bot is, beside what else one could have taken."""
