"""Numbers, dates and units in Hindi and English text, as values."""
