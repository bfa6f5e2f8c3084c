internal import JSON

/// What the pods of both programs have in common.
///
/// Source: the Pod Security Standard `restricted`; the user is that of the image.
enum PodParts {
    static func securityContext(ownsFiles: Bool) -> JSONValue {
        var context: JSONValue = ["runAsNonRoot": true, "runAsUser": 65_532, "runAsGroup": 65_532]
        if ownsFiles {
            context["fsGroup"] = 65_532
            context["fsGroupChangePolicy"] = "OnRootMismatch"
        }
        context["seccompProfile"] = ["type": "RuntimeDefault"]
        return context
    }

    static let containerSecurityContext: JSONValue = [
        "allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]], "readOnlyRootFilesystem": true,
    ]

    /// No limit of CPU: it would slow a busy server down while CPUs are idle.
    static func resources(cpu: String) -> JSONValue {
        ["requests": ["cpu": .string(cpu), "memory": "64Mi"], "limits": ["memory": "256Mi"]]
    }

    static func probe(
        _ path: String,
        port: String,
        isSecure: Bool = false,
        period: Int64,
        failures: Int64
    ) -> JSONValue {
        var request: JSONValue = ["path": .string(path), "port": .string(port)]
        if isSecure { request["scheme"] = "HTTPS" }
        return [
            "httpGet": request, "periodSeconds": .integer(period), "failureThreshold": .integer(failures),
            "timeoutSeconds": 5,
        ]
    }
}
