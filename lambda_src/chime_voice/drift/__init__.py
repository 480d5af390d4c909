"""Whether the service still has what was declared: how both are compared, and the scheduled function that does it."""
