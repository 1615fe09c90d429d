import ArgumentParser
import Foundation
import Resources

/// A resource group of the node, in which names are looked up.
struct Scope: Sendable {
    /// The node's subscription.
    let subscription: String
    /// The group's name.
    let group: String

    /// The id of the group.
    var groupID: String { "/subscriptions/\(subscription)/resourceGroups/\(group)" }

    /// The id of a network resource, from its types and names in turn.
    func id(_ steps: String...) -> String {
        "\(groupID)/providers/Microsoft.Network/" + steps.joined(separator: "/")
    }

    /// The id that an option means: an id as it is, or a name of a resource here.
    func id(_ type: String, named text: String) -> String {
        text.hasPrefix("/") ? text : id(type, text)
    }
}

extension NodeClient {
    /// The group of this name.
    func scope(_ group: String) async throws -> Scope {
        Scope(subscription: try await subscription(), group: group)
    }

    /// The path of a request about an id.
    static func path(_ id: String) -> String {
        var allowed = CharacterSet.urlPathAllowed
        allowed.remove(charactersIn: ";?#%")
        let path = id.addingPercentEncoding(withAllowedCharacters: allowed) ?? id
        return "\(path)?api-version=\(apiVersion)"
    }
}
