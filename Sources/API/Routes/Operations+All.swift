import HTTPTypes
import Hummingbird

extension Operations {
    /// Every operation of the API, but for signing in.
    static var all: [Operation] {
        NetworkType.all.flatMap(resources) + children + loadBalancerActions + subscription + groups
            + deployments + apus
    }

    /// Serves every operation, and refuses other methods on the same paths.
    static func add(to router: Router<APIContext>, state: APIState) {
        let methods: [HTTPRequest.Method] = [.get, .put, .patch, .post, .delete]
        for (path, operations) in Dictionary(grouping: all, by: { $0.path.lowercased() }) {
            for operation in operations {
                router.on(RouterPath(path), method: operation.method) { request, context in
                    let call = Call(request: request, context: context, state: state)
                    if operation.isARM { try call.checkScope() }
                    return try await operation.handler(call)
                }
            }
            let served = operations.map(\.method)
            let allow = served.map(\.rawValue).sorted().joined(separator: ", ")
            for method in methods where !served.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw ARMError(
                        .methodNotAllowed,
                        "MethodNotAllowed",
                        "\(method.rawValue) is not served here; \(allow) is.",
                        headers: [.allow: allow]
                    )
                }
            }
        }
    }
}
