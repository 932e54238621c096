"""Implementations of the ports: database, keys, clock, packaged data."""
