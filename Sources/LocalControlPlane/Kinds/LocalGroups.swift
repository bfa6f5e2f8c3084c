internal import APIServer

/// Everything that the control plane serves itself, but for APIServices.
enum LocalGroups {
    /// The groups.
    static func all(tokens: ServiceAccountTokens, fixed: TokenFile?, roles: RoleStore) -> [APIGroup] {
        var account = CoreKinds.serviceAccount
        account.subresources = [TokenRequests(tokens: tokens).handlers]
        var namespace = CoreKinds.namespace
        namespace.subresources = [NamespaceFinalize.handlers]
        namespace.termination = NamespaceFinalize.termination
        return [
            group(
                "",
                [
                    namespace, CoreKinds.configMap, CoreKinds.secret, account, CoreKinds.event, NetworkKinds.service,
                    NetworkKinds.endpoints, WorkloadKinds.volumeClaim,
                ]
            ),
            group("apps", [OtherKinds.deployment, OtherKinds.replicaSet]),
            group("events.k8s.io", [OtherKinds.event]),
            group("authentication.k8s.io", AuthenticationReviews(tokens: tokens, fixed: fixed).kinds),
            group("authorization.k8s.io", AuthorizationReviews(roles: roles).kinds),
            group("rbac.authorization.k8s.io", RoleKinds.all),
            group("admissionregistration.k8s.io", PolicyKinds.admissionKinds),
            group(CustomDefinition.group, [CustomDefinitionKind.resource]),
            group("coordination.k8s.io", [OtherKinds.lease]),
            group("discovery.k8s.io", [NetworkKinds.endpointSlice]),
            group("flowcontrol.apiserver.k8s.io", PolicyKinds.flowKinds),
            APIGroup(
                "autoscaling",
                versions: WorkloadKinds.autoscaling.sorted { $0.key > $1.key }.map { version, kind in
                    APIGroup.Version(version, definitions: [kind])
                }
            ),
            group("batch", WorkloadKinds.batch),
            group("certificates.k8s.io", WorkloadKinds.certificates),
            group("networking.k8s.io", WorkloadKinds.networking),
            group("node.k8s.io", WorkloadKinds.node),
            group("policy", WorkloadKinds.policy),
            group("scheduling.k8s.io", WorkloadKinds.scheduling),
            group("storage.k8s.io", WorkloadKinds.storage),
        ]
    }

    private static func group(_ name: String, _ kinds: [UntypedResource]) -> APIGroup {
        APIGroup(name, versions: [APIGroup.Version("v1", definitions: kinds)])
    }
}
