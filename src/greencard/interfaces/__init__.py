"""Doors: command line, HTTP, web pages. Parse, call a service, render."""
