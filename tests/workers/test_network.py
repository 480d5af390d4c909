"""A handler reaches nothing but this machine, and AWS only where the user says."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from constructs_lib.workers import Workers, WorkersError
from tests.workers.handlers import needs_node, node, python, write

LIMIT = 20.0
OUT = "a simulated call reaches nothing outside of this machine, and this handler wants"


class Cloud(http.server.BaseHTTPRequestHandler):
    """Answers every POST with the path that was asked for."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        body = b'{"TransactionId": "x", "SipMediaApplicationCall": {"TransactionId": "from the cloud"}}'
        self.send_response(201)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def cloud() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Cloud) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "url",
    [
        "https://voice-chime.us-east-1.amazonaws.com",
        "http://192.0.2.1:4566",
        "127.0.0.1:4566",
        "",
        "ftp://127.0.0.1",
        "http://",
    ],
)
def test_an_endpoint_that_is_not_on_this_machine_is_refused(url):
    with pytest.raises(WorkersError, match="a simulated call stays on this machine"):
        Workers(endpoint_url=url)


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(WorkersError, match="is no folder to work in"):
        Workers(folder=tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("code", "host"),
    [
        ("socket.create_connection(('example.com', 80))", "example.com"),
        ("socket.create_connection(('192.0.2.1', 80), timeout=1)", "192.0.2.1"),
        ("socket.socket().connect_ex(('192.0.2.1', 80))", "192.0.2.1"),
        ("socket.getaddrinfo(b'example.com', 80)", "example.com"),
        ("socket.gethostbyname('example.com')", "example.com"),
        ("socket.gethostbyname_ex('example.com')", "example.com"),
        ("socket.gethostbyaddr('192.0.2.1')", "192.0.2.1"),
        ("socket.getnameinfo(('192.0.2.1', 80), 0)", "192.0.2.1"),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))", "192.0.2.1"),
        ("socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))", "2001:db8::1"),
        ("socket.create_connection(('127.0.0.1.example.com', 80))", "127.0.0.1.example.com"),
        ("urllib.request.urlopen('http://example.com/')", "example.com"),
    ],
)
def test_python_gets_nowhere(workers, tmp_path, code, host):
    function = python(tmp_path, f"import socket, urllib.request\ndef handler(event, context):\n    {code}")
    invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert invoked.kind == "function_error"
    assert f"{OUT} {host}" in invoked.error
    assert f"note: {OUT} {host}; for AWS, start the local cloud" in invoked.log


def test_python_reaches_this_machine(cloud, workers, tmp_path):
    text = """
        import socket, urllib.request
        def handler(event, context):
            for host in ("localhost", "127.0.0.1"):
                url = event["url"].replace("127.0.0.1", host)
                assert urllib.request.urlopen(url).status == 201
            one, other = socket.socketpair()
            return socket.gethostbyname("localhost")
        """
    assert workers.invoke(python(tmp_path, text), {"url": cloud}, time_limit=LIMIT).payload == "127.0.0.1"


def test_threads_of_a_python_handler_get_nowhere_too(workers, tmp_path):
    text = """
        import concurrent.futures, socket
        def handler(event, context):
            with concurrent.futures.ThreadPoolExecutor() as pool:
                pool.submit(socket.create_connection, ("example.com", 80)).result()
        """
    assert f"{OUT} example.com" in workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT).error


CALL = """
    import boto3
    client = boto3.client("chime-sdk-voice")
    def handler(event, context):
        return client.create_sip_media_application_call(
            FromPhoneNumber="+12065550100", ToPhoneNumber="+12065550101", SipMediaApplicationId="x" * 36
        )["SipMediaApplicationCall"]
    """


def test_boto3_goes_to_the_endpoint(cloud, tmp_path):
    with Workers(endpoint_url=cloud) as workers:
        invoked = workers.invoke(python(tmp_path, CALL), {}, time_limit=LIMIT)
    assert invoked.payload == {"TransactionId": "from the cloud"}, invoked
    assert invoked.log == ""


def test_without_an_endpoint_boto3_fails_at_once_and_the_log_says_why(workers, tmp_path):
    invoked = workers.invoke(python(tmp_path, CALL, timeout=15), {}, time_limit=LIMIT)
    assert invoked.error.startswith("EndpointConnectionError: ")
    assert "start the local cloud, or give its address with --endpoint-url" in invoked.error
    assert "note: this handler calls AWS, and no local cloud is there to answer: start the local cloud" in invoked.log


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_without_an_endpoint_nothing_is_tried_again_whatever_a_client_asks_for(workers, tmp_path, mode):
    text = CALL.replace(
        'client("chime-sdk-voice")',
        f'client("chime-sdk-voice", config=Config(retries=dict(max_attempts=9, mode="{mode}")))',
    ).replace("import boto3", "import boto3, time; from botocore.config import Config; time.sleep = lambda _: 1 / 0")
    invoked = workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT)
    assert invoked.error.startswith("EndpointConnectionError: ")


def test_a_client_that_names_its_own_endpoint_gets_nowhere(workers, tmp_path):
    text = CALL.replace(
        '"chime-sdk-voice")', '"chime-sdk-voice", endpoint_url="https://voice-chime.us-east-1.amazonaws.com")'
    )
    invoked = workers.invoke(python(tmp_path, text), {}, time_limit=LIMIT)
    assert invoked.kind == "function_error"
    assert f"{OUT} voice-chime.us-east-1.amazonaws.com" in invoked.log


# Each is awaited, or fails through `no`.
NODE = [
    ("fetch('http://example.com/')", "example.com"),
    ("fetch('https://example.com/')", "example.com"),
    ("new Promise((_, no) => require('http').get('http://example.com/').on('error', no))", "example.com"),
    ("new Promise((_, no) => require('https').get('https://192.0.2.1/').on('error', no))", "192.0.2.1"),
    ("new Promise((_, no) => net.connect(80, '192.0.2.1').on('error', no))", "192.0.2.1"),
    ("new Promise((_, no) => new net.Socket().on('error', no).connect({port: 80, host: '192.0.2.1'}))", "192.0.2.1"),
    ("new Promise((_, no) => require('tls').connect(443, 'example.com').on('error', no))", "example.com"),
    ("new Promise((_, no) => require('http2').connect('https://example.com').on('error', no))", "example.com"),
    ("new Promise((_, no) => dns.lookup('example.com', no))", "example.com"),
    ("new Promise((_, no) => dns.resolve4('example.com', no))", "example.com"),
    ("new Promise((_, no) => new dns.Resolver().resolve4('example.com', no))", "example.com"),
    ("dns.promises.lookup('example.com')", "example.com"),
    ("require('dns/promises').resolveMx('example.com')", "example.com"),
    ("new dns.promises.Resolver().resolve4('example.com')", "example.com"),
    ("new Promise((_, no) => require('dgram').createSocket('udp4').send('x', 53, '192.0.2.1', no))", "192.0.2.1"),
    ("new Promise((_, no) => require('dgram').createSocket('udp4').connect(53, '192.0.2.1', no))", "192.0.2.1"),
    (
        "new Promise((_, no) => new Worker('require(`net`).connect(80, `192.0.2.1`)', {eval: true}).on('error', no))",
        "192.0.2.1",
    ),
]


@needs_node
@pytest.mark.parametrize(("code", "host"), NODE)
def test_node_gets_nowhere(workers, tmp_path, code, host):
    text = f"""
        const dns = require("dns"), net = require("net"), {{ Worker }} = require("worker_threads");
        exports.handler = async () => {{ try {{ await {code} }} catch (error) {{ throw error.cause ?? error }} }};
        """
    invoked = workers.invoke(node(tmp_path, text), {}, time_limit=LIMIT)
    assert invoked.kind == "function_error"
    assert f"{OUT} {host}" in invoked.error
    assert f"note: {OUT} {host}; for AWS, start the local cloud" in invoked.log


@needs_node
def test_node_reaches_this_machine(cloud, workers, tmp_path):
    text = """
        exports.handler = async ({ url }) => {
          const by_name = await fetch(url.replace("127.0.0.1", "localhost"));
          const by_address = await new Promise((yes) => require("http").get(url, yes));
          return [by_name.status, by_address.statusCode, (await require("dns").promises.lookup("localhost", 4)).address];
        };
        """
    assert workers.invoke(node(tmp_path, text), {"url": cloud}, time_limit=LIMIT).payload == [201, 201, "127.0.0.1"]


@needs_node
def test_without_an_endpoint_version_two_tries_nothing_again(cloud, workers, tmp_path):
    write(
        tmp_path, "node_modules/aws-sdk/index.js", "exports.config = { update(given) { Object.assign(this, given) } };"
    )
    function = node(
        tmp_path, "const { config } = require('aws-sdk'); exports.handler = async () => config.maxRetries ?? null"
    )
    assert workers.invoke(function, {}, time_limit=LIMIT).payload == 0
    with Workers(endpoint_url=cloud) as others:
        assert others.invoke(function, {}, time_limit=LIMIT).payload is None


@needs_node
def test_what_node_sends_to_aws_goes_to_the_endpoint_or_fails_at_once(cloud, workers, tmp_path):
    function = node(tmp_path, "exports.handler = async () => (await fetch(process.env.AWS_ENDPOINT_URL)).status")
    invoked = workers.invoke(function, {}, time_limit=LIMIT)
    assert invoked.error.startswith("TypeError: fetch failed (connect ECONNREFUSED 127.0.0.1:")
    assert "note: this handler calls AWS, and no local cloud is there to answer" in invoked.log
    with Workers(endpoint_url=cloud) as others:
        assert others.invoke(function, {}, time_limit=LIMIT).payload == 201
