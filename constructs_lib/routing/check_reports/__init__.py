"""What `chime-voice check` shows, in four forms over one result.

- `result.py`     the findings, masked if asked for, and whether the check fails
- `table.py`      for people at a terminal
- `markdown.py`   for pull requests
- `document.py`   JSON for programs
- `github.py`     workflow commands, which GitHub Actions shows beside the lines of the code
"""
