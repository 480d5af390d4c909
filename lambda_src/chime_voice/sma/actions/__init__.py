"""What a call can be told to do, one class an action, under the service's names. `chime_voice.sma` has them all."""
