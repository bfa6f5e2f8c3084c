/// `Dockerfile` and `.dockerignore`: the image of `build container` for those who have a container engine.
enum DockerfileTemplate {
    static let text = """
        # The same image as that of `apiserver-boot build container`, for those who would rather use a container engine:
        #   docker build --tag bees:v1 .
        FROM swift:6.3-bookworm AS build
        RUN apt-get update && apt-get install --yes --no-install-recommends \\
            ca-certificates pkg-config libssl-dev libnghttp2-dev libsqlite3-dev libyaml-dev zlib1g-dev
        WORKDIR /project
        COPY . .
        RUN for product in apiserver controller-manager; do \\
            swift build --configuration release --static-swift-stdlib -Xswiftc -static-executable -Xlinker -s \\
                --product $product || exit 1; \\
            done
        RUN mkdir -p /image/etc/ssl/certs /image/tmp /image/var/lib/apiserver && chmod 1777 /image/tmp \\
            && cp .build/release/apiserver .build/release/controller-manager /image/ \\
            && cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \\
            && chmod 700 /image/var/lib/apiserver && chown 65532:65532 /image/var/lib/apiserver

        FROM scratch
        COPY --from=build /image /
        ENV PATH=/ SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
        WORKDIR /var/lib/apiserver
        USER 65532:65532
        ENTRYPOINT ["/apiserver"]

        """

    static let ignored = """
        .build
        .git
        .apiserver-boot
        bin
        kubeconfig

        """
}
