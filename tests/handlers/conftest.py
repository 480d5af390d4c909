"""AWS for handlers that call it, on this machine."""

import pytest

from tests.handlers.api import Api


@pytest.fixture
def api(monkeypatch):
    from chime_voice.handlers import _service

    service = Api()
    monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    forget = _service._client.cache_clear  # clients keep the address of an earlier test
    forget()
    yield service
    service.close()
    forget()
