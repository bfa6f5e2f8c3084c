internal import JSON
internal import TLS
internal import YAML

/// A kubeconfig with one cluster, one user and one context, everything inside.
enum LocalKubeconfig {
    static func bytes(name: String, port: UInt16, _ credentials: LocalCredentials) -> [UInt8] {
        let text: JSONValue = .string(name)
        let document: JSONValue = [
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [
                [
                    "name": text,
                    "cluster": [
                        "server": .string("https://127.0.0.1:\(port)"),
                        "certificate-authority-data": .string(Base64.encode(credentials.authority)),
                    ],
                ]
            ],
            "users": [
                [
                    "name": "admin",
                    "user": [
                        "client-certificate-data": .string(Base64.encode(credentials.admin.certificatePEM)),
                        "client-key-data": .string(Base64.encode(credentials.admin.privateKeyPEM)),
                    ],
                ]
            ],
            "contexts": [["name": text, "context": ["cluster": text, "user": "admin"]]],
            "current-context": text,
        ]
        return YAMLWriter.bytes(document, sortKeys: false)
    }
}
