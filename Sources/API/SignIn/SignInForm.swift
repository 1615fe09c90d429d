import Foundation

/// The fields of a sign-in: a form, and the client's credentials from a header if they are there.
struct SignInForm: Sendable {
    private var fields: [String: String] = [:]

    /// Reads a body of `application/x-www-form-urlencoded`, and HTTP Basic credentials.
    init(body: String, authorization: String?) {
        for pair in body.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            fields[Self.decode(parts[0])] = Self.decode(parts[1])
        }
        guard let authorization, authorization.lowercased().hasPrefix("basic "),
            let bytes = Data(base64Encoded: String(authorization.dropFirst(6)))
        else { return }
        let parts = String(decoding: bytes, as: UTF8.self).split(
            separator: ":",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard parts.count == 2 else { return }
        fields["client_id"] = Self.decode(parts[0])
        fields["client_secret"] = Self.decode(parts[1])
    }

    /// A field; `nil` when it is not there or empty.
    subscript(_ name: String) -> String? {
        guard let value = fields[name], !value.isEmpty else { return nil }
        return value
    }

    private static func decode(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }
}
