"""The sub-commands of `chime-voice`: each module has `add_parser(subparsers)` and `run(args)`."""
