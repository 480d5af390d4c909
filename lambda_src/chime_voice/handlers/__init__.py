"""Ready call handlers, one file each: what `CallHandler.template` takes by name."""
