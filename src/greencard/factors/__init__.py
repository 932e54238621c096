"""Emission factors: catalogue, matching from merchants' words, citation."""
