"""The least of Amazon Chime SDK Meetings that a phone call needs: `service.MeetingsService` makes meetings and attendees.

Wire and shapes come from botocore's model, by the same code as those of chime-sdk-voice in `local.voice`.
"""
