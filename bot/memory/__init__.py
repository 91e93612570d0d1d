"""What the bot keeps of its chats, in one SQLite file."""
