"""A notice from its file to its plan, the same for the command line and the chat."""
