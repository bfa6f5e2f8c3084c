"""HTTP as nobody should speak it: bytes over TLS, and HTTP/2 frames with any field at all."""
import re
import socket
import struct
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS, HEADERS, DATA, RST_STREAM, PING, GOAWAY = 4, 1, 0, 3, 6, 7
STATUS_OF_INDEX = {8: "200", 9: "204", 10: "206", 11: "304", 12: "400", 13: "404", 14: "500"}


def connect(port, context, seconds=10, name="127.0.0.1"):
    plain = socket.create_connection(("127.0.0.1", port), timeout=seconds)
    return context.wrap_socket(plain, server_hostname=name)


def exchange(port, context, data, seconds=10, quiet=0.3):
    """Sends bytes; what comes back until the other side closes, or says nothing more for a while."""
    with connect(port, context, seconds) as connection:
        try:
            connection.sendall(data)
        except OSError:
            pass  # cut off while we were sending
        answer, end = b"", time.monotonic() + seconds
        while time.monotonic() < end:
            connection.settimeout(quiet if answer else 2)
            try:
                more = connection.recv(65_536)
            except TimeoutError:
                return answer
            except OSError:
                return answer
            if not more:
                return answer
            answer += more
        return answer


def statuses(answer):
    """The status codes of all answers in a stream of HTTP/1.1."""
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


# MARK: HTTP/2


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def field(name, value):
    """A literal field without index and without Huffman code, whatever it contains."""
    raw = [part if isinstance(part, bytes) else part.encode() for part in (name, value)]
    return b"\x00" + b"".join(_length(len(part)) + part for part in raw)


def _length(number):
    if number < 127:
        return bytes([number])
    out, rest = [127], number - 127
    while rest >= 128:
        out.append(rest % 128 + 128)
        rest //= 128
    return bytes(out + [rest])


def request(port, context, fields, body=b"", trailers=None, seconds=10):
    """One request over HTTP/2: its status as text, or `reset` or `closed`."""
    ends = not body and trailers is None
    with connect(port, context, seconds) as connection:
        head = b"".join(field(*each) for each in fields)
        out = PREFACE + frame(SETTINGS, 0, 0) + frame(HEADERS, 0x4 | (0x1 if ends else 0), 1, head)
        if body:
            out += frame(DATA, 0 if trailers is not None else 0x1, 1, body)
        if trailers is not None:
            out += frame(HEADERS, 0x5, 1, b"".join(field(*each) for each in trailers))
        connection.sendall(out)
        received, end = b"", time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                more = connection.recv(65_536)
            except OSError:
                return "closed"
            if not more:
                return "closed"
            received += more
            while len(received) >= 9:
                length = int.from_bytes(received[:3], "big")
                if len(received) < 9 + length:
                    break
                kind, flags, payload = received[3], received[4], received[9:9 + length]
                stream = int.from_bytes(received[5:9], "big")
                received = received[9 + length:]
                if kind == SETTINGS and not flags & 1:
                    connection.sendall(frame(SETTINGS, 1, 0))
                elif kind == HEADERS and stream == 1:
                    return _status(payload)
                elif kind in (RST_STREAM, GOAWAY):
                    return "reset"
        return "silent"


def _status(block):
    """`:status` of an answer's head: its first field, after changes of the table's size."""
    at = 0
    while block[at] & 0xE0 == 0x20:
        at += 1
    first = block[at]
    if first & 0x80:
        return STATUS_OF_INDEX[first & 0x7F]
    at += 1
    length, is_huffman = block[at] & 0x7F, block[at] & 0x80
    value = block[at + 1:at + 1 + length]
    if not is_huffman:
        return value.decode()
    bits = "".join(f"{byte:08b}" for byte in value)
    text = ""
    while len(text) < 3:
        size = 5 if int(bits[:5], 2) <= 2 else 6
        code, bits = int(bits[:size], 2), bits[size:]
        text += str(code if size == 5 else code - 0b011001 + 3)
    return text
