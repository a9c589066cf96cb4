"""The contact's side: what a person may ask of the bot in a private chat, a room each."""
