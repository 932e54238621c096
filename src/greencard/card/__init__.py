"""The card: credential document, proof, status, compact form, verification."""
