"""Web pages: the public card in Chinese and English."""
