"""HTTP door: REST, OpenAPI, health, metrics."""
