"""What runs inside the emulator's process. Only `boot` is imported by anything outside of it."""
