"""Carbon cost at the border: EU CBAM and the schemes beside it."""
