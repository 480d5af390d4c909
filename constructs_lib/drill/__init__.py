"""Drills: callers ring every trigger before, during and after an outage, and who answers them is told.

From the outside in:

- `rehearsal`: over a routing table, in virtual time; `local_cloud`: in a running local cloud
- `model`: the outage, and how each trigger fared; `chances`: who should still answer, from the table alone
- `stand_in`: functions that answer, and those that are down
- `text_report`, `markdown_report`, `json_report`: what is shown; `groups`, `words`: what they share
"""
