"""The domain in plain Python: who answers which call, and what if not. Knows no source of a routing table."""
