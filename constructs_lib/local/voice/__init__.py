"""The control plane of Amazon Chime SDK Voice in software: `service.VoiceService` answers requests of real clients.

Wire (`wire`, `model`, `parsing`, `checks`, `rendering`) comes from botocore's service model at run time. Behaviour is in
`families`, one file a resource family, each method named as its API operation; what it remembers is in `store`, what
time does to it in `passing_time`. What nobody documents is a field of `settings.Settings`.
"""
