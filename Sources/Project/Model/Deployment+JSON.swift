internal import JSON

/// The member `deployment` of `PROJECT`; what is as usual is left out.
extension Project.Deployment {
    private static let known: Set = [
        "name", "namespace", "image", "output", "storage", "storageSize", "storageClass", "etcdServers", "etcdSecret",
        "replicas", "certs", "certsSecret", "caBundleFile", "imagePullSecrets", "apiserverArgs", "controllerArgs",
    ]

    var json: JSONValue {
        var members = JSONObject()
        func put(_ key: String, _ text: String?) { if let text { members[key] = .string(text) } }
        func put(_ key: String, _ texts: [String]) {
            if !texts.isEmpty { members[key] = .array(texts.map { .string($0) }) }
        }
        put("name", name)
        put("namespace", namespace)
        put("image", image)
        put("output", output == Self.defaultOutput ? nil : output)
        put("storage", storage.rawValue)
        put("storageSize", storageSize == Self.defaultStorageSize ? nil : storageSize)
        put("storageClass", storageClass)
        put("etcdServers", etcdServers)
        put("etcdSecret", etcdSecret)
        if let replicas { members["replicas"] = .integer(Int64(replicas)) }
        put("certs", certificates.rawValue)
        put("certsSecret", certificatesSecret)
        put("caBundleFile", authorityFile)
        put("imagePullSecrets", imagePullSecrets)
        put("apiserverArgs", apiserverArguments)
        put("controllerArgs", controllerArguments)
        return .object(members)
    }

    init(json: JSONValue, at place: String) throws(ProjectFormatError) {
        guard let members = json.object else { throw .wrongType(place, expected: "a mapping") }
        try Project.check(members, allowed: Self.known, at: place)
        self.init(
            name: try Project.text(json, "name", at: place),
            namespace: try Project.text(json, "namespace", at: place),
            image: try Project.text(json, "image", at: place)
        )
        func text(_ key: String) throws(ProjectFormatError) -> String? {
            json[key] == nil ? nil : try Project.text(json, key, at: place)
        }
        output = try text("output") ?? output
        storage = try Self.choice(text("storage"), otherwise: storage, place + ".storage")
        storageSize = try text("storageSize") ?? storageSize
        storageClass = try text("storageClass")
        etcdServers = try Project.texts(json, "etcdServers", at: place)
        etcdSecret = try text("etcdSecret")
        if let value = json["replicas"] {
            guard let number = value.integer, (1...1_000).contains(number) else {
                throw .wrongType(place + ".replicas", expected: "a number from 1 to 1000")
            }
            replicas = Int(number)
        }
        certificates = try Self.choice(text("certs"), otherwise: certificates, place + ".certs")
        certificatesSecret = try text("certsSecret")
        authorityFile = try text("caBundleFile")
        imagePullSecrets = try Project.texts(json, "imagePullSecrets", at: place)
        apiserverArguments = try Project.texts(json, "apiserverArgs", at: place)
        controllerArguments = try Project.texts(json, "controllerArgs", at: place)
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ text: String?,
        otherwise: Choice,
        _ place: String
    ) throws(ProjectFormatError) -> Choice where Choice.RawValue == String {
        guard let text else { return otherwise }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
            throw .wrongType(place, expected: all)
        }
        return choice
    }
}
