internal import JSON

extension Registration {
    /// Takes away everything that `prepare` and `announce` made, the last one first; goes on after failures.
    ///
    /// - Returns: what could not be taken away, and why; what has one cause in one line.
    func withdraw(_ server: ExtensionServer) async -> [String] {
        var faults: [(what: String, cause: String)] = []
        do {
            try await withdrawAPIServices(of: server)
        } catch {
            faults.append(("APIServices", "\(error)"))
        }
        // What is in the namespace goes with it: the account, the Service, the token.
        for (object, resource) in objects(of: server).made.reversed() where object.namespace != server.namespace {
            let path = resource.path(namespace: object.namespace) + "/" + object.name
            do {
                try await remove(path)
            } catch {
                faults.append((path, "\(error)"))
            }
        }
        var causes: [String] = []
        for fault in faults where !causes.contains(fault.cause) { causes.append(fault.cause) }
        return causes.map { cause in
            let things = faults.filter { $0.cause == cause }.map(\.what)
            return things[0] + (things.count > 1 ? " and \(things.count - 1) more" : "") + ": \(cause)"
        }
    }

    func withdrawAPIServices(of server: ExtensionServer) async throws {
        for version in server.versions { try await remove(PlaneResource.apiServices.path() + "/" + version.name) }
    }

    /// Deletes an object if it is there and ours, as it was when that was looked at.
    private func remove(_ path: String) async throws {
        for _ in 0..<Self.tries {
            guard let present = try await client.get(path), isManaged(present) else { return }
            guard takesOver || run == nil || RunIdentity(of: present) == run else { return }
            let revision = present["metadata"]?["resourceVersion"] ?? .null
            let options: JSONValue = [
                "apiVersion": "v1", "kind": "DeleteOptions", "preconditions": ["resourceVersion": revision],
            ]
            let answer = await client.send(PlaneRequest(method: "DELETE", target: path, body: options))
            // Somebody has changed it meanwhile: an APIService changes whenever it is found available or not.
            if answer.status == 409 { continue }
            guard answer.isSuccess || answer.status == 404 else { throw answer.failure }
            return
        }
    }
}
