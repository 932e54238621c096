"""The transparency log: RFC 6962 tree, checkpoints, salted leaves."""
