"""The parts of a Voice Connector that its construct has no words for."""

from __future__ import annotations

from collections.abc import Iterator

from chime_voice.contract.voice_connector import VoiceConnector


def inexpressible(declared: VoiceConnector) -> Iterator[tuple[str, str]]:
    """The parts that stay undeclared, each with the reason."""
    origination, streaming = declared.origination, declared.streaming_configuration
    if origination is not None:
        if not origination.routes:
            yield "origination", "it has no routes, and is declared by its routes"
        elif any(route.protocol is None for route in origination.routes):
            yield "origination", "a route names no protocol"
    insights = streaming.media_insights_configuration if streaming else None
    if insights is not None and (insights.disabled or insights.configuration_arn is None):
        yield "streaming_configuration", "its call analytics are configured but disabled"
