"""Updates in and requests out, at Telegram's pace, with nothing lost."""
