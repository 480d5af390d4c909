"""Telephony as code on the Amazon Chime SDK."""
