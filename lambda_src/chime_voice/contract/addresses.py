"""Checks of network addresses, on the public Internet: what a PBX calls from, and where it is called."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Nothing on the Internet has an address in these. Those for documentation are left out: they stand in for real ones.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
        "::/127",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )
)
_LABEL = r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_HOST_NAME = re.compile(rf"(?=.{{1,253}}$)({_LABEL}\.)+(?!\d+$){_LABEL}")


def network_of(value: Any) -> Network | None:
    """The network that a CIDR block means, whatever host it names; None for what is no CIDR block."""
    if not isinstance(value, str) or "/" not in value:
        return None
    try:
        return ipaddress.ip_network(value, strict=False)
    except ValueError:
        return None


def public_cidr(value: Any) -> str | None:
    """A CIDR block of public addresses alone."""
    network = network_of(value)
    if network is None:
        return f"must be a CIDR block such as 203.0.113.0/28, or 203.0.113.5/32 for one address; got {value!r}"
    return _not_public(network, value)


def public_host(value: Any) -> str | None:
    """An IP address or a full host name that can be reached from the Internet."""
    if isinstance(value, str):
        try:
            return _not_public(ipaddress.ip_network(ipaddress.ip_address(value)), value)
        except ValueError:
            if _HOST_NAME.fullmatch(value):
                return None
    return f"must be a public IP address or a full host name such as pbx.example.com, without scheme and port; got {value!r}"


def _not_public(network: Network, value: str) -> str | None:
    for private in _NOT_PUBLIC:
        if network.version == private.version and network.overlaps(private):
            return f"must be public, got {value!r}, which overlaps {private}"
    return None
