"""The one definition of every resource type, shared by constructs, provider, assembly reader and local service."""
