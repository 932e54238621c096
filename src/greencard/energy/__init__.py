"""Metered intervals and solar matching; exported energy is a ledger of its own."""
