import Foundation

/// Paths of what the API has about access.
enum AccessPath {
    /// A name as one segment of a path, whatever characters it has.
    static func segment(_ name: String) -> String {
        name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
