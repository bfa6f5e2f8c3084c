internal import Project

/// `README.md`; the part about the kinds is made again whenever one is added.
enum ReadmeTemplate {
    static let kinds = MarkedRegion.markdown("kinds")

    static func text(_ context: TemplateContext) -> String {
        let project = context.project
        return """
            # \(project.name)

            A Kubernetes API server for the API groups below `\(project.domain)`, made with `apiserver-boot`.

            \(kinds.begin)
            \(kindsText(project))
            \(kinds.end)

            ## Run it

            You need Swift 6.3, kubectl and the C libraries that the server links. On Debian and Ubuntu:

            ```sh
            sudo apt-get install pkg-config libssl-dev libnghttp2-dev libsqlite3-dev libyaml-dev zlib1g-dev
            ```

            Then:

            ```sh
            apiserver-boot run local            # builds server and controllers, starts them behind a control plane, writes ./kubeconfig
            ```

            The first build compiles the runtime and takes minutes, later ones take seconds. The server stays in the foreground
            and listens on this machine only; Ctrl-C ends it. In another terminal:

            ```sh
            export KUBECONFIG=$PWD/kubeconfig
            kubectl api-resources               # what the server and the control plane serve
            kubectl get apiservices             # how the one leads to the other
            ```

            The control plane has namespaces, roles, service accounts and whatever else a server meets in a cluster, but no
            pods. The user of `kubeconfig` may do everything. Objects of your kinds are kept in one SQLite file,
            `.apiserver-boot/data/apiserver.db`. `apiserver-boot run local --reset` begins anew,
            `apiserver-boot run local --storage memory` keeps nothing, and `apiserver-boot run local --no-aggregator` runs
            the server alone.

            ## Change it

            Edit the types below `Sources/APIs`. The comment above a field is what `kubectl explain` shows, a default value is
            filled in by the server, and a marker such as `// +k8s:maximum=100` is a rule that it enforces. Rules that need
            code stand in `validate(in:)`. Then:

            ```sh
            apiserver-boot build generated      # makes Sources/APIs/Generated follow the types
            swift test                          # runs the tests
            apiserver-boot run local            # the same server with the new types, and the old objects
            ```

            What objects ask for is brought about by controllers, in `Sources/Controllers`: `reconcile` is called with an object
            whenever it has changed, and again after failures. It reads and writes through `context.client`, finds what the
            program follows in `context.cache`, and tells people with `context.events`. `// +rbac:` markers say what it may do;
            `run local` gives it a service account with exactly these rights. Its tests run against an API server in the test
            process. `bin/controller-manager --help` shows its flags, leader election and metrics among them;
            `run local --no-controllers` leaves it to you to start.

            A type that says `// +subresource:status`, as new ones do, leaves its status to controllers: `apply` and `edit` do not
            change it, and writing it changes nothing else. To read and to write it by hand:

            ```sh
            kubectl get <kind> <name> --subresource=status
            kubectl patch <kind> <name> --subresource=status --type=merge --patch '{"status":{"phase":"Ready"}}'
            ```

            Add a kind, or a version of one that is there:

            ```sh
            apiserver-boot create group version resource --group <group> --version <version> --kind <Kind>
            ```

            Let a kind do more: defaults that are computed, `kubectl scale`, subresources, plug-ins and so on. The examples that
            this writes are yours:

            ```sh
            apiserver-boot create hook --group <group> --version <version> --kind <Kind> --hook defaulting,table
            apiserver-boot create hook --help   # all of them
            ```

            Build the server for elsewhere, and see its flags:

            ```sh
            apiserver-boot build executables    # builds bin/apiserver and bin/controller-manager with optimisation
            bin/apiserver --help
            ```

            Make a container image, without a container engine or with one:

            ```sh
            apiserver-boot build container --image \(project.name):v1 --archive \(project.name).tar
            docker build --tag \(project.name):v1 .
            ```

            Run it in a cluster: build and push the image, write the manifests into `config/`, apply them, wait until the kinds are
            served. `PROJECT` remembers what you said.

            ```sh
            apiserver-boot run in-cluster --image registry.example.com/\(project.name):v1
            apiserver-boot undeploy             # takes it away again; --delete-data the objects, too
            ```

            Or only write the manifests, and apply them in your own way:

            ```sh
            apiserver-boot build config --image registry.example.com/\(project.name):v1
            kubectl apply --server-side -f config/
            ```

            The server makes its certificate in the cluster; no key is in any file. Objects are kept on a volume, by one server.
            `--etcd-servers URL` keeps them in etcd instead, for several servers: `apiserver-boot build config --help`.

            Write documentation of the API, as a page that opens from the disk and as Markdown. Examples may stand in
            `docs/examples/<kind>/*.yaml` (`note` and `sample`), introductions in `docs/static_includes/_<group>.md`:

            ```sh
            apiserver-boot build docs           # writes docs/build/index.html and docs/build/reference.md
            ```

            Started by itself, `bin/apiserver` keeps certificates and objects in `apiserver.local.config/`, below the folder
            where you start it, unless flags say otherwise.

            ## What is where

            | path | whose | what |
            |---|---|---|
            | `PROJECT` | the tool's | what you told `apiserver-boot`; its commands change it |
            | `Package.swift` | yours | the Swift package |
            | `Dockerfile`, `.dockerignore` | yours | the image, for those who have a container engine |
            | `README.md` | yours | this text; the tool renews only the part about the kinds |
            | `Sources/APIs/<Group>/<Version>/` | yours | one file per kind: spec, status, rules |
            | `Sources/APIs/Generated/` | the tool's | coding, schemas and registration; never edit |
            | `Sources/apiserver/main.swift` | yours | starts the server |
            | `Sources/Controllers/` | yours | one file per controller, and the list of all |
            | `Sources/controller-manager/main.swift` | yours | starts the controllers |
            | `Tests/APIsTests/`, `Tests/ControllersTests/` | yours | tests of the types and of the controllers |
            | `sample/` | yours | an object of each kind to try |
            | `config/` | the tool's | the manifests, once `build config` has written them; its options change them |
            \(runtimeRow(project))
            | `.apiserver-boot/manifest.json` | the tool's | which files are generated, and what they were when it wrote them |

            Commit all of it. `.gitignore` leaves out what must stay on your machine: builds, data, keys and `kubeconfig`.

            """
    }

    private static func runtimeRow(_ project: Project) -> String {
        switch project.runtime {
        case .vendored: "| `\(VendoredRuntime.folder)/` | the tool's | the runtime that the server links, as sources |"
        case .path(let path): "| `\(path)` | elsewhere | the runtime that the server links |"
        }
    }

    private static func kindsText(_ project: Project) -> String {
        let resources = project.resources
        guard let first = resources.first else {
            return """
                There is no kind yet. Create one:

                ```sh
                apiserver-boot create group version resource --group insect --version v1beta1 --kind Bee
                ```
                """
        }
        let rows = resources.map { placed in
            let resource = placed.resource
            let names = ([resource.plural] + resource.shortNames).map { "`\($0)`" }.joined(separator: ", ")
            let scope = resource.isNamespaced ? "namespaced" : "cluster"
            return "| `\(resource.kind)` | `\(placed.apiVersion)` | \(names) | \(scope) | "
                + "[type](\(KindFiles.sourcePath(placed))), [sample](\(KindFiles.samplePath(placed))) |"
        }
        return """
            ## Kinds

            | kind | API version | kubectl names | scope | files |
            |---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            With the server running, as the next section says:

            ```sh
            kubectl --kubeconfig kubeconfig apply -f \(KindFiles.samplePath(first))
            kubectl --kubeconfig kubeconfig get \(first.resource.plural).\(first.groupName)
            kubectl --kubeconfig kubeconfig explain \(first.resource.plural).spec --api-version=\(first.apiVersion)
            ```
            """
    }
}
