internal import APIMachinery
internal import JSON
internal import TLS

/// The question that a webhook is asked, and how its answer is read.
///
/// Source: admission.k8s.io/v1 `AdmissionReview`; apiserver `admission/plugin/webhook/request`.
struct AdmissionReview: Sendable {
    /// Of the review, `v1` or `v1beta1`.
    let version: String
    /// Tells questions apart.
    let uid: String
    /// Whether the webhook may change the object.
    let isMutating: Bool

    /// What a webhook answered.
    struct Answer: Sendable, Equatable {
        let isAllowed: Bool
        /// Why not; nil if nothing is said.
        let status: JSONValue?
        /// A JSON patch, empty for none.
        let patch: [UInt8]
        /// Of the patch, when there is one.
        let patchType: String
        let warnings: [String]
        let annotations: [String: String]
    }

    /// An answer that is none, with what is wrong with it.
    struct Fault: Error, Equatable {
        let reason: String
        /// What the metrics call it: the status of the webhook's answer, if that is what was wrong with it.
        var code = 503
    }

    /// Makes a question in the first version that both sides know.
    init(_ versions: [String], uid: String, isMutating: Bool) throws(Fault) {
        guard let version = versions.first(where: { $0 == "v1" || $0 == "v1beta1" }) else {
            throw Fault(reason: "webhook does not accept known AdmissionReview versions (v1, v1beta1)")
        }
        self.version = version
        self.uid = uid
        self.isMutating = isMutating
    }

    private var apiVersion: String { "admission.k8s.io/\(version)" }

    // MARK: Question

    /// The body of the question.
    ///
    /// - Parameters:
    ///   - request: what is about to happen.
    ///   - forms: shows its objects.
    ///   - place: of the version to show them in.
    /// - Returns: the review as JSON.
    /// - Throws: what a conversion throws.
    func body(_ request: AdmissionRequest, _ forms: WebhookForms, at place: Int) throws -> [UInt8] {
        let (shown, own) = (forms.kind(at: place), forms.kind(at: 0))
        let versions = forms.versions
        func kind(_ kind: (group: String, version: String, kind: String)) -> JSONValue {
            ["group": .string(kind.group), "version": .string(kind.version), "kind": .string(kind.kind)]
        }
        func resource(_ version: String) -> JSONValue {
            ["group": .string(request.group), "version": .string(version), "resource": .string(request.resource)]
        }
        // A collection is deleted without a name, although its objects go one by one.
        let name = forms.request.info.verb == "deletecollection" ? "" : request.name
        var members = JSONObject(capacity: 15)
        func add(_ key: String, _ text: String) { if !text.isEmpty { members.append(.string(text), forNewKey: key) } }
        members.append(.string(uid), forNewKey: "uid")
        members.append(kind(shown), forNewKey: "kind")
        members.append(resource(versions[place]), forNewKey: "resource")
        add("subResource", request.subresource)
        members.append(kind(own), forNewKey: "requestKind")
        members.append(resource(versions[0]), forNewKey: "requestResource")
        add("requestSubResource", request.subresource)
        add("name", name)
        add("namespace", request.namespace)
        members.append(.string(request.operation.rawValue), forNewKey: "operation")
        members.append(request.user.json, forNewKey: "userInfo")
        members.append(try request.object.map { try forms.shown($0, at: place) } ?? .null, forNewKey: "object")
        members.append(try request.oldObject.map { try forms.shown($0, at: place) } ?? .null, forNewKey: "oldObject")
        members.append(.bool(request.isDryRun), forNewKey: "dryRun")
        members.append(forms.options(request.operation), forNewKey: "options")
        return JSONWriter.bytes([
            "kind": "AdmissionReview", "apiVersion": .string(apiVersion), "request": .object(members),
        ])
    }

    // MARK: Answer

    /// Reads the body of an answer.
    ///
    /// Source: apiserver `VerifyAdmissionResponse`.
    func answer(_ body: [UInt8]) throws(Fault) -> Answer {
        let tree: JSONValue
        do {
            tree = try JSONReader.parse(body)
        } catch {
            throw Fault(reason: "it is no JSON: \(error)")
        }
        guard let response = tree["response"], response.object != nil else {
            throw Fault(reason: "webhook response was absent")
        }
        let annotations = response["auditAnnotations"]?.object ?? JSONObject()
        let patch = try version == "v1" ? patch(tree, response) : legacyPatch(response)
        var status = response["status"]
        if status?.object == nil { status = nil }
        return Answer(
            isAllowed: response["allowed"]?.bool ?? false,
            status: status,
            patch: patch.bytes,
            patchType: patch.type,
            warnings: response["warnings"]?.array?.compactMap(\.string) ?? [],
            annotations: Dictionary(uniqueKeysWithValues: annotations.map { ($0.0, $0.1.string ?? "") })
        )
    }

    private func patch(_ tree: JSONValue, _ response: JSONValue) throws(Fault) -> (bytes: [UInt8], type: String) {
        let answered = response["uid"]?.string ?? ""
        guard answered == uid else {
            throw Fault(reason: "expected response.uid=\(GoText.quoted(uid)), got \(GoText.quoted(answered))")
        }
        let (kind, version) = (tree["kind"]?.string ?? "", tree["apiVersion"]?.string ?? "")
        guard kind == "AdmissionReview", version == apiVersion else {
            throw Fault(
                reason: "expected webhook response of \(apiVersion), Kind=AdmissionReview, got \(version), Kind=\(kind)"
            )
        }
        let bytes = try bytes(response)
        let type: String? = response["patchType"].flatMap { $0.isNull ? nil : $0.string ?? "" }
        guard isMutating else {
            guard bytes.isEmpty else { throw Fault(reason: "validating webhook may not return response.patch") }
            guard type == nil else { throw Fault(reason: "validating webhook may not return response.patchType") }
            return ([], "")
        }
        guard bytes.isEmpty || type != nil else {
            throw Fault(reason: "webhook returned response.patch but not response.patchType")
        }
        guard !bytes.isEmpty || type == nil else {
            throw Fault(reason: "webhook returned response.patchType but not response.patch")
        }
        guard type != "" else { throw Fault(reason: "webhook returned invalid response.patchType of \"\"") }
        return (bytes, type ?? "")
    }

    /// The older version was not held to as much.
    private func legacyPatch(_ response: JSONValue) throws(Fault) -> (bytes: [UInt8], type: String) {
        isMutating ? (try bytes(response), "JSONPatch") : ([], "")
    }

    private func bytes(_ response: JSONValue) throws(Fault) -> [UInt8] {
        guard let value = response["patch"], !value.isNull else { return [] }
        guard let text = value.string, let bytes = Base64.decode(text) else {
            throw Fault(reason: "response.patch is no text in base 64")
        }
        return bytes
    }
}

extension UserInfo {
    /// The user as authentication.k8s.io/v1 `UserInfo`.
    var json: JSONValue {
        var members = JSONObject(capacity: 4)
        if !name.isEmpty { members.append(.string(name), forNewKey: "username") }
        if !uid.isEmpty { members.append(.string(uid), forNewKey: "uid") }
        if !groups.isEmpty { members.append(.array(groups.map { .string($0) }), forNewKey: "groups") }
        if !extra.isEmpty {
            let sorted = extra.sorted { $0.key < $1.key }.map { key, values in
                (key, JSONValue.array(values.map { .string($0) }))
            }
            members.append(.object(JSONObject(uniqueKeysWithValues: sorted)), forNewKey: "extra")
        }
        return .object(members)
    }
}
