"""Two products side by side, and whether anything may be said of the difference (ISO 14067:2018 Annex B)."""
