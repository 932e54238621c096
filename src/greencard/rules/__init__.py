"""Dated, cited obligations of destinations, in three-valued logic."""
