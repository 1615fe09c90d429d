import ArgumentParser
import Resources

/// A kind of part of a load balancer: what its five commands differ in.
protocol ChildKind: Sendable {
    /// The options that say what a part is like.
    associatedtype Settings: ChildSettings

    /// The command's word.
    static var word: String { get }
    /// The name in sentences.
    static var noun: String { get }
    /// The array of the load balancer that holds the parts.
    static var collection: String { get }
    /// The columns of tables.
    static var columns: [Column] { get }
    /// Commands beside list, show, create, update and delete.
    static var further: [any ParsableCommand.Type] { get }
}

extension ChildKind {
    static var further: [any ParsableCommand.Type] { [] }
}

/// The options that say what a part of a load balancer is like.
protocol ChildSettings: ParsableArguments {
    /// Writes what was given into the part's properties; what was not given stays as it is.
    ///
    /// - Parameters:
    ///   - properties: the part's properties.
    ///   - balancer: the load balancer, for what names mean.
    ///   - isNew: whether the part is being made.
    func write(to properties: inout JSONValue, in balancer: BalancerContext, isNew: Bool) throws

    /// Makes what the part needs beside the load balancer.
    ///
    /// - Returns: the id of what was made, which goes again when the part is refused.
    func prepare(_ name: String, _ scope: Scope, _ client: NodeClient) async throws -> String?
}

extension ChildSettings {
    func prepare(_ name: String, _ scope: Scope, _ client: NodeClient) async throws -> String? {
        nil
    }
}

/// A load balancer as its parts' options refer to it.
struct BalancerContext {
    /// The group that it is in.
    let scope: Scope
    /// The part that is being written.
    let child: String
    /// The load balancer.
    let document: JSONValue

    /// A reference to a part, which is given by its name or id.
    func reference(_ collection: String, _ text: String) -> JSONValue {
        let balancer = document["id"]?.stringValue ?? ""
        let id = text.hasPrefix("/") ? text : "\(balancer)/\(collection)/\(text)"
        return .object(["id": .string(id)])
    }

    /// A reference to the part that is meant when none is given: the only one.
    func only(_ collection: String) -> JSONValue? {
        let all = document.at("properties.\(collection)")?.elements ?? []
        guard all.count == 1, let id = all[0]["id"] else { return nil }
        return .object(["id": id])
    }
}
