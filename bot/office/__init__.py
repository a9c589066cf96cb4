"""What the office does at the command line, one file a command; prints facts or a sentence."""
