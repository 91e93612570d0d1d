"""Numbers and health for those who run the bot, at METRICS_LISTEN."""
