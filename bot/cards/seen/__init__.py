"""What the office sees of a plan: views of one card, each a pure function of ledger and place."""
