"""pytest helpers for the tests of those who use the constructs."""
