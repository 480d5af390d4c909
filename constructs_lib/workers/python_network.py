"""Keeps a handler's process off the network: only this machine can be reached.

A guard against accidents, not a wall: what a handler starts as another program, and native code with sockets of its own,
is not covered. Belongs to `python_worker.py`: runs on Python 3.9 and imports nothing of ours.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from typing import Any

# Audit events, and where in their arguments the host or address is.
EVENTS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}
LOOPBACK = re.compile(r"|localhost|.*\.localhost|(::ffff:)?127\.\d+\.\d+\.\d+|::1?|0\.0\.0\.0")
REMEDY = "start the local cloud, or give its address with --endpoint-url http://127.0.0.1:PORT"


def guard(nowhere: int) -> None:
    """Refuse what leaves this machine, from now on.

    Args:
        nowhere: a port at which nobody answers; AWS calls are sent there when there is no local cloud. 0 when there is one.
    """
    told: set[str] = set()

    def tell(about: str, words: str) -> None:
        if about not in told:
            told.add(about)
            os.write(2, f"note: {words}\n".encode())

    def check(event: str, arguments: tuple[Any, ...]) -> None:
        place = EVENTS.get(event)
        if place is None:
            return
        address = arguments[place]
        host = address[0] if isinstance(address, tuple) and address else address
        if isinstance(address, tuple) and event == "socket.connect" and address[1:2] == (nowhere,):
            tell("AWS", f"this handler calls AWS, and no local cloud is there to answer: {REMEDY}")
        if isinstance(address, (str, bytes)) and event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            return  # a Unix socket
        if isinstance(host, bytes):
            host = host.decode(errors="replace")
        if not isinstance(host, str) or LOOPBACK.fullmatch(host.lower()):
            return
        words = f"a simulated call reaches nothing outside of this machine, and this handler wants {host}"
        tell(host, f"{words}; for AWS, {REMEDY}")
        raise ConnectionRefusedError(errno.ECONNREFUSED, words)

    sys.addaudithook(check)
