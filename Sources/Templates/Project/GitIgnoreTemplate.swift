/// `.gitignore`: builds, documentation, what `run local` leaves behind, and anything that could be a private key.
enum GitIgnoreTemplate {
    static let text = """
        .build/
        /bin/
        /docs/build/

        # State of this machine: data, certificates, logs. The manifest says which files are generated.
        /.apiserver-boot/*
        !/.apiserver-boot/manifest.json
        /kubeconfig
        # Certificates and data of bin/apiserver when it is started by itself.
        /apiserver.local.config/

        # Private keys have no place in a repository.
        *.key
        *.pem
        *.p12

        """
}
