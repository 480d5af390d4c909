"""The PSTN Audio service in software, over a routing table: nothing is deployed, nobody is called.

From the outside in:

- `network`: places calls; `by_hand`: what their parties do when somebody steers them; `account`: quotas, failures
- `parties`: who is at the far end, with steps; `far_ends`: rings and attends to them, across calls that are bridged;
  `listening`: keys in the background
- `player`: plays the calls; `clock`: virtual time, or a clock's
- `inbound` (rule, priorities, failover), `outbound`: how a call begins; `conversation`: its actions until all is over
- `invoking`: what runs functions
- `dialogue`: asking a function, with its limits; `events`, `responses`, `vocabulary`: what goes there and comes back
- `actions`, `outcomes`: what each action does
- `call`: one call; `legs`, `timeline`, `exchanges`, `record`, `masking`, `render`: what is kept of it, and shown
- `lint`, `findings`: what is wrong with a handler's answers
- `policy`: what the documentation leaves open, each point by name

Calls are generators that yield `signals` and hold no clock and no thread; the player owns both.
"""
