"""Packaged data of the rooms, read through `importlib.resources` once per process."""
