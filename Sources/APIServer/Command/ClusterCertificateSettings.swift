internal import ComponentBase

/// What the flags say about a serving certificate that is made in the cluster and kept in a Secret there.
struct ClusterCertificateSettings: Sendable, Equatable {
    let secret: String
    let service: String

    /// - Returns: nil if there is to be none.
    /// - Throws: what is wrong, with what to type instead.
    init?(_ flags: CommandFlags) throws(CommandLineError) {
        guard let secret = flags.text("serving-certificate-secret") else {
            guard flags.text("serving-certificate-service") == nil else {
                throw CommandLineError(
                    what: "--serving-certificate-service says nothing without --serving-certificate-secret",
                    fix: "name the Secret in which the certificate is kept, too"
                )
            }
            return nil
        }
        guard let service = flags.text("serving-certificate-service") else {
            throw CommandLineError(
                what: "--serving-certificate-secret=\(secret) does not say for which Service",
                fix: "--serving-certificate-service=NAME of the Service that leads to this server"
            )
        }
        for other in ["tls-cert-file", "tls-private-key-file", "cert-dir", "cert-dns-names"] where flags.isGiven(other)
        {
            throw CommandLineError(
                what: "--serving-certificate-secret and --\(other) both say which certificate is shown",
                fix: "leave --\(other) out, or let files say it alone"
            )
        }
        for (flag, name, limit) in [
            ("serving-certificate-secret", secret, 253), ("serving-certificate-service", service, 63),
        ] where !Self.isName(name, limit, dots: limit == 253) {
            throw CommandLineError(
                what: "--\(flag)=\(name) is no name of an object",
                fix: "lower case letters, digits and '-', such as bees"
            )
        }
        self.secret = secret
        self.service = service
    }

    private static func isName(_ text: String, _ limitBytes: Int, dots: Bool) -> Bool {
        text.utf8.count <= limitBytes
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && !part.hasPrefix("-") && !part.hasSuffix("-")
                    && part.utf8.allSatisfy { byte in
                        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                    }
            } && (dots || !text.contains("."))
    }

    static let flags = [
        CommandFlag(
            "serving-certificate-secret",
            "NAME",
            "Keeps the serving certificate in this Secret of the server's own namespace: the first replica makes it, all "
                + "show it and renew it in time, and its authority is written into caBundle of the server's APIServices."
        ),
        CommandFlag(
            "serving-certificate-service",
            "NAME",
            "The Service that the certificate in the Secret is for."
        ),
    ]
}
