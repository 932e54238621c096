"""Product records as merchants write them: parsing, checking, customs codes."""
