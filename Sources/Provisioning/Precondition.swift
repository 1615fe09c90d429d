/// What a caller demands of the resource as it is: the headers If-Match and If-None-Match.
public struct Precondition: Hashable, Sendable {
    /// The version marks of which the resource must have one; `*` for any resource that is there.
    public var ifMatch: [String]
    /// The version marks of which the resource may have none; `*` for that it must not be there.
    public var ifNoneMatch: [String]

    /// Makes a demand; without marks there is none.
    public init(ifMatch: [String] = [], ifNoneMatch: [String] = []) {
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
    }

    /// Throws when the resource is not as demanded.
    func check(_ etag: String?, of id: String) throws(ProvisioningError) {
        if !ifMatch.isEmpty {
            let matches = etag.map { ifMatch.contains("*") || ifMatch.contains($0) } ?? false
            guard matches else {
                throw Self.failed(
                    "PreconditionFailedEtagMismatch",
                    """
                    Etag provided in if-match header \(ifMatch.joined(separator: ", ")) does not \
                    match etag \(etag ?? "(no resource)") of resource \(id).
                    """
                )
            }
        }
        guard !ifNoneMatch.isEmpty, let etag,
            ifNoneMatch.contains("*") || ifNoneMatch.contains(etag)
        else { return }
        throw Self.failed(
            "PreconditionFailedResourceExists",
            """
            Resource \(id) exists with etag \(etag), which if-none-match header \
            \(ifNoneMatch.joined(separator: ", ")) excludes.
            """
        )
    }

    private static func failed(_ code: String, _ message: String) -> ProvisioningError {
        ProvisioningError(
            .preconditionFailed,
            "PreconditionFailed",
            "Precondition failed.",
            details: [ProvisioningError.Detail(code: code, message: message)]
        )
    }
}
