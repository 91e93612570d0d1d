"""Web pages as articles: their encoding, what they say of themselves, their story."""
