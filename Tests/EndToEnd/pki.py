#!/usr/bin/env python3
"""Makes the throw-away certificates and the token file that a server under test is started with: pki.py DIR.

  DIR/server-ca.crt  server.crt  server.key     what the server shows
  DIR/client-ca.crt  creds/admin.crt  .key      a client of group system:masters
  DIR/tokens.csv     token                      the same by bearer token
"""
import os
import secrets
import subprocess
import sys

KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


def openssl(directory, *arguments):
    done = subprocess.run(["openssl", *arguments], cwd=directory, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"error: openssl {' '.join(arguments)}: {done.stderr}")


def authority(directory, name):
    openssl(directory, "req", "-x509", *KEY, "-keyout", f"{name}.key", "-out", f"{name}.crt", "-days", "2",
            "-subj", f"/CN=end-to-end {name}")


def certificate(directory, issuer, name, subject, extensions, days=2):
    """Signed by the authority `issuer`; with a negative number of days it has ended before it began."""
    openssl(directory, "req", *KEY, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", subject)
    with open(os.path.join(directory, f"{name}.ext"), "w") as file:
        file.write(extensions)
    openssl(directory, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{issuer}.crt", "-CAkey", f"{issuer}.key",
            "-CAcreateserial", "-out", f"{name}.crt", "-days", str(days), "-extfile", f"{name}.ext")


def make(directory):
    """Fills `directory`; returns the token."""
    os.makedirs(os.path.join(directory, "creds"), exist_ok=True)
    authority(directory, "server-ca")
    authority(directory, "client-ca")
    certificate(directory, "server-ca", "server", "/CN=localhost",
                "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    certificate(directory, "client-ca", "creds/admin", "/O=system:masters/CN=e2e-admin", "extendedKeyUsage=clientAuth\n")
    token = secrets.token_hex(16)
    with open(os.path.join(directory, "tokens.csv"), "w") as file:
        file.write(f'{token},e2e-admin,e2e-admin-uid,"system:masters"\n')
    with open(os.path.join(directory, "token"), "w") as file:
        file.write(token)
    return token


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    make(sys.argv[1])
