"""The commands that every town has; those that open a topic come from the service."""

START = "start"
HELP = "help"
LANGUAGE = "language"
STOP = "stop"
FORGET = "forget"
OWN_COMMANDS = (START, HELP, LANGUAGE, STOP, FORGET)


def menu(topics: "list[str]") -> list[str]:
    """Return all commands in the order of the client's menu."""
    return [START, HELP, *topics, LANGUAGE, STOP, FORGET]
