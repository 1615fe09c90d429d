import Foundation
import Storage

/// The ids of the node's one subscription and one tenant, made on its first start.
public struct NodeIdentity: Hashable, Sendable {
    /// The subscription's id, a UUID in lower case.
    public let subscriptionID: String
    /// The tenant's id, a UUID in lower case.
    public let tenantID: String

    /// Reads the ids, or makes them.
    public init(store: Store) throws(StoreError) {
        subscriptionID = try Self.id("subscriptionID", store)
        tenantID = try Self.id("tenantID", store)
    }

    private static func id(_ setting: String, _ store: Store) throws(StoreError) -> String {
        let value = try store.setting(setting) { Data(UUID().uuidString.lowercased().utf8) }
        return String(decoding: value, as: UTF8.self)
    }
}
