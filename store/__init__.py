"""What the bot knows: articles, their passages and sentences, and the indexes over them."""
