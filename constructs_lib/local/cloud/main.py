"""The cloud process: settle the emulator's settings, load it, extend it, serve it, and leave nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import logging
import os
import shutil
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

from constructs_lib.local import environment
from constructs_lib.local.cloud.boot import READY
from constructs_lib.local.errors import LocalCloudError

HOST = "127.0.0.1"


def main(options_path: str) -> None:
    """Serve until told to stop. What goes wrong before is one line in the log."""
    options = json.loads(Path(options_path).read_text())
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    held = environment.use(Path(sys.prefix))
    try:
        listening = listen(int(options.get("port", 0)))
        settle(listening.getsockname()[1])
        asyncio.run(serve(listening, {**options, "port": listening.getsockname()[1]}))
    except LocalCloudError as error:
        sys.exit(str(error))
    finally:
        held.close()


def listen(port: int) -> socket.socket:
    """A socket on the loopback interface; any free port for 0.

    Raises:
        LocalCloudError: somebody else has the port.
    """
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        raise LocalCloudError(f"port {port} is taken ({error.strerror}): choose another with --port") from None
    listening.listen(128)
    return listening


def settle(port: int) -> None:
    """The settings that the emulator reads while it is imported."""
    os.environ.update(
        {
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(port),
            "MINISTACK_HOST": HOST,
            "LAMBDA_EXECUTOR": "local",
            # Listeners on fixed ports that nothing here needs.
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
        }
    )


async def serve(listening: socket.socket, options: dict[str, Any]) -> None:
    """Serve the extended emulator until a signal, a request to stop, or the end of the one who watches."""
    gateway = importlib.import_module("constructs_lib.local.cloud.gateway")
    hypercorn = importlib.import_module("hypercorn.asyncio")
    config = importlib.import_module("hypercorn.config").Config()
    config.bind = [f"fd://{listening.fileno()}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 0.5
    stop, orphaned = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if options["watched"]:
        threading.Thread(target=_watch, args=(loop, stop, orphaned), daemon=True).start()

    def ready() -> None:
        address = {"pid": os.getpid(), "port": options["port"], "id": options["id"]}
        part = Path(options["run"]) / f"{READY}.part"
        part.write_text(json.dumps(address))
        part.rename(part.with_name(READY))

    # From a thread that answers a request.
    app = gateway.Gateway(options, on_ready=ready, on_stop=lambda: loop.call_soon_threadsafe(stop.set))
    await hypercorn.serve(app, config, shutdown_trigger=stop.wait)
    _leave(app, Path(options["run"]), orphaned=orphaned.is_set())


def _leave(app: Any, run: Path, *, orphaned: bool) -> None:
    """End at once. asyncio would wait for threads of the emulator that wait for answers which nobody will give.

    Who started us removes the folder, after a look at the log; when nobody is left to do so, we do.
    """
    app.close()
    for path in (run,) if orphaned else (run / "tmp", run / "home"):
        shutil.rmtree(path, ignore_errors=True)
    logging.shutdown()
    os._exit(0)


def _watch(loop: asyncio.AbstractEventLoop, stop: asyncio.Event, orphaned: threading.Event) -> None:
    """Our standard input ends when the process that started us does, however it ends."""
    while os.read(0, 1024):
        pass
    orphaned.set()
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(stop.set)
