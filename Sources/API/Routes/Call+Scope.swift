import Hummingbird
import Resources

extension Call {
    /// Refuses another subscription than the node's, and a missing or malformed `api-version`.
    func checkScope() throws {
        try checkVersion()
        guard let subscription = context.parameters.get("subscriptionid") else { return }
        guard subscription.lowercased() == state.subscriptionID.lowercased() else {
            throw ARMError(
                .notFound,
                "SubscriptionNotFound",
                """
                The subscription '\(subscription.prefix(100))' could not be found; this node's is \
                '\(state.subscriptionID)'.
                """
            )
        }
    }

    /// ARM's rule: a date with an optional suffix.
    ///
    /// The clients mix many, so any is accepted.
    private func checkVersion() throws {
        guard let version = query("api-version"), !version.isEmpty else {
            throw ARMError(
                .badRequest,
                "MissingApiVersionParameter",
                """
                The api-version query parameter (?api-version=) is required for all requests. Write \
                for example ?api-version=2025-01-01.
                """
            )
        }
        let date = version.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        let isDate =
            date.map(\.count) == [4, 2, 2]
            && date.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isNumber } }
        let suffix = version.dropFirst(10)
        guard isDate,
            suffix.isEmpty || (suffix.first == "-" && suffix.dropFirst().allSatisfy(\.isLetter))
        else {
            throw ARMError(
                .badRequest,
                "InvalidApiVersionParameter",
                """
                The api-version '\(version.prefix(40))' is invalid. Write a date such as 2025-01-01, \
                with -preview behind it if need be.
                """
            )
        }
    }

    /// The id of the group that the path names.
    func groupName() throws -> String { try parameter("resourceGroupName") }

    /// The id of a resource of the network provider that the path names.
    ///
    /// - Parameter steps: types with the names of the parameters that hold their names.
    func networkID(_ steps: (type: String, parameter: String)...) throws -> ResourceID {
        var text = "/subscriptions/\(state.subscriptionID)/resourceGroups/\(try groupName())"
        text += "/providers/Microsoft.Network"
        for step in steps { text += "/\(step.type)/\(try parameter(step.parameter))" }
        guard let id = ResourceID(text) else {
            throw ARMError(.badRequest, "InvalidResourceName", "'\(text)' is no resource id.")
        }
        return id
    }
}
