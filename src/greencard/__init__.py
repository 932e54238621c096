"""greencard: verifiable carbon-footprint cards for goods in trade."""

__version__ = "0.1.0"
__all__ = ["__version__"]
