internal import JSON

extension Registration {
    /// An object that is in the way.
    struct Occupied: Error, CustomStringConvertible {
        let name: String

        var description: String {
            "the cluster has an APIService \(name) that is not ours: another server serves this group version"
        }
    }

    /// Makes sure that no other server serves what this one is to serve.
    ///
    /// - Throws: `Occupied`, or what the cluster refuses.
    func checkVacancy(for server: ExtensionServer) async throws {
        for version in server.versions {
            guard let present = try await client.get(path(version)) else { continue }
            guard isOurs(present) else { throw Occupied(name: version.name) }
        }
    }

    /// Takes away everything that `prepare` and `announce` made, the last one first; goes on after failures.
    ///
    /// - Returns: what could not be taken away, and why.
    func withdraw(_ server: ExtensionServer) async -> [String] {
        var faults: [String] = []
        do {
            try await withdrawAPIServices(of: server)
        } catch {
            faults.append("APIServices: \(error)")
        }
        let objects = objects(of: server)
        let made: [(JSONValue, PlaneResource)] =
            objects.users.map { ($0, .clusterRoles) } + [
                (objects.authReader, .roleBindings), (objects.authDelegator, .clusterRoleBindings),
                (objects.roleBinding, .clusterRoleBindings), (objects.role, .clusterRoles),
                // With the account, the Service and the token.
                (objects.namespace, .namespaces),
            ]
        for (object, resource) in made {
            let path = resource.path(namespace: object.namespace) + "/" + object.name
            do {
                try await remove(path)
            } catch {
                faults.append("\(path): \(error)")
            }
        }
        return faults
    }

    func withdrawAPIServices(of server: ExtensionServer) async throws {
        for version in server.versions { try await remove(path(version)) }
    }

    private func path(_ version: ExtensionServer.GroupVersion) -> String {
        PlaneResource.apiServices.path() + "/" + version.name
    }

    private func isOurs(_ object: JSONValue) -> Bool {
        object["metadata"]?["labels"]?[RegistrationObjects.managedBy]?.string == manager
    }

    /// Deletes an object if it is there and ours.
    private func remove(_ path: String) async throws {
        guard let present = try await client.get(path), isOurs(present) else { return }
        let answer = await client.send(PlaneRequest(method: "DELETE", target: path))
        guard answer.isSuccess || answer.status == 404 else { throw answer.failure }
    }
}
