"""A double of Telegram's Bot API over real HTTP, faithful where the bot depends on it.

Its checks follow https://core.telegram.org/bots/api (Bot API 10.0).
"""
