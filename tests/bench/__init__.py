"""Speed and size, measured: `make bench`. Nothing here is a test; the guards in the tests count instead of timing."""
