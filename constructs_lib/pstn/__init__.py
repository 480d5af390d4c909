"""The PSTN Audio service in software, over a routing table: nothing is deployed, nobody is called.

From the outside in:

- `network`: places calls; `parties`: who is at the far end; `player`: plays the calls; `clock`: virtual time, or a clock's
- `inbound` (rule, priorities, failover), `outbound`: how a call begins; `conversation`: its actions until all is over
- `invoking`: what runs functions
- `dialogue`: asking a function, with its limits; `events`, `responses`, `vocabulary`: what goes there and comes back
- `actions`, `bridging`, `outcomes`: what each action does; a new one is a function and a line in `actions.PLAYED`
- `call`: one call; `legs`, `timeline`, `exchanges`; shown by `render` and `record`, which can mask numbers
- `lint`: what is wrong with the answers, as `findings` of a call
- `policy`: what the documentation leaves open, each point by name

Calls are generators that yield `signals` and hold no clock and no thread; the player owns both.
"""
