"""ISO 14083:2023 transport chains and named baselines."""
