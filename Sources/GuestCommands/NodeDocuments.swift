import Addresses
import AsyncHTTPClient
import Foundation
import Guest
import NIOCore
import NIOHTTP1
import NIOSSL
import Resources

/// The configuration that a node's API shows to a reader.
actor NodeDocuments: ConfigurationSource {
    /// The most pages of one list that are followed.
    private static let maximumPages = 1000
    private static let version = "2024-05-01"
    private static let kinds = [
        "loadBalancers", "networkInterfaces", "publicIPAddresses", "virtualNetworks",
    ]

    private let endpoint: String
    private let token: String
    private let client: HTTPClient
    private var subscription: String?
    /// What each page was when it was read last.
    private var pages: [String: Page] = [:]

    private struct Page {
        let tag: String?
        let bytes: [UInt8]
    }

    /// Makes a reader of the node at an address such as `https://192.0.2.2:8443`.
    init(endpoint: String, token: String, caFile: String?) throws {
        self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        self.token = token
        var tls = TLSConfiguration.makeClientConfiguration()
        if let caFile { tls.trustRoots = .file(caFile) }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        // A token is for one node: it is not sent to where that one points.
        configuration.redirectConfiguration = .disallow
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func close() async throws {
        try await client.shutdown()
    }

    func documents() async throws -> [ResourceDocument]? {
        var isChanged = false
        var documents: [ResourceDocument] = []
        let subscription = try await requireSubscription()
        for kind in Self.kinds {
            let path = "/subscriptions/\(subscription)/providers/Microsoft.Network/\(kind)"
            var next: String? = "\(endpoint)\(path)?api-version=\(Self.version)"
            var count = 0
            while let address = next {
                count += 1
                guard count <= Self.maximumPages, address.hasPrefix("\(endpoint)/") else {
                    throw GuestError("\(endpoint) lists \(kind) on too many pages, or elsewhere")
                }
                let before = pages[address]?.bytes
                let bytes = try await get(address)
                if before != bytes { isChanged = true }
                documents.append(ResourceDocument(source: address, bytes: bytes))
                next = try JSONValue(parsing: bytes).member("nextLink")?.stringValue
            }
        }
        return isChanged ? documents : nil
    }

    /// Sends the report to the node, whose doctor shows it.
    func report(_ items: [GuestItem], of addresses: [IPAddress]) async throws {
        let body = try JSONEncoder().encode(["items": items])
        for address in addresses {
            let place = "\(endpoint)/apus/guests/\(address)"
            var request = HTTPClientRequest(url: place)
            request.method = .PUT
            request.headers.add(name: "Authorization", value: "Bearer \(token)")
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body)
            let response = try await client.execute(request, timeout: .seconds(10))
            _ = try await response.body.collect(upTo: ResourceDocument.maximumSize)
            guard response.status == .noContent else {
                throw GuestError("\(place) takes no report: it answers \(response.status.code)")
            }
        }
    }

    private func requireSubscription() async throws -> String {
        if let subscription { return subscription }
        let bytes = try await get("\(endpoint)/subscriptions?api-version=2022-12-01")
        let first = try JSONValue(parsing: bytes).member("value")?.elements.first
        guard let found = first?.member("subscriptionId")?.stringValue else {
            throw GuestError("\(endpoint) shows no subscription: is it an Apus node?")
        }
        subscription = found
        return found
    }

    private func get(_ address: String) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        if let tag = pages[address]?.tag {
            request.headers.add(name: "If-None-Match", value: tag)
        }
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: .seconds(10))
        } catch {
            throw GuestError("cannot ask \(endpoint): \(error)")
        }
        if response.status == .notModified, let page = pages[address] { return page.bytes }
        let body = try await response.body.collect(upTo: ResourceDocument.maximumSize)
        guard response.status == .ok else {
            let isRefused = response.status == .unauthorized || response.status == .forbidden
            let remedy =
                isRefused ? "make a token with 'apus token' on the node" : "see the node's log"
            throw GuestError("\(address) answers \(response.status.code): \(remedy)")
        }
        let bytes = Array(body.readableBytesView)
        pages[address] = Page(tag: response.headers.first(name: "ETag"), bytes: bytes)
        return bytes
    }
}
