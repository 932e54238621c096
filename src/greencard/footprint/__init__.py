"""ISO 14067:2018 partial product footprints, cradle to gate, each number with its reason."""
