"""Speaks Telegram: updates in, cards and handlers, the outbox out; command line and wiring."""
