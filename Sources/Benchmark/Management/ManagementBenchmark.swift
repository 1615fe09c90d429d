import Foundation
import Lab
import Resources

/// How quickly the API's changes reach packets, and what the daemon needs.
struct ManagementBenchmark: BenchmarkFamily {
    let name = "management"

    func run(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        try LabSession.run { lab in
            let site = try ManagementLab(lab)
            try site.startDaemon()
            try site.waitForAnswer()
            let network = try network(site.api)
            report("from PUT to the first packet")
            let rounds = settings.rounds * 11
            let latencies = try (0..<rounds).map { _ in try firstPacket(site, network) }.sorted()
            report("PUTs in a row")
            let rate = try putRate(site.api, network, count: rounds)
            let small = try site.residentMemory()
            report("1,500 rules")
            let large = try Stopwatch.nanoseconds {
                try put("large", rules: 1500, site.api, network)
            }
            let beside = try putRate(site.api, network, count: settings.rounds)
            let memory = try site.residentMemory()
            try put("small", rules: 1, site.api, network)
            let starts = try (0..<3).map { _ in
                try site.stopDaemon()
                return try site.nanosecondsToFirstDatagram { try site.startDaemon() }
            }
            try site.stopDaemon()
            return [
                BenchmarkResult(
                    name: "from PUT to the first packet, median",
                    value: Median.of(latencies) / 1e6,
                    unit: "ms"
                ),
                BenchmarkResult(
                    name: "from PUT to the first packet, 99th percentile",
                    value: latencies[min(rounds - 1, rounds * 99 / 100)] / 1e6,
                    unit: "ms"
                ),
                BenchmarkResult(name: "PUTs one after the other", value: rate, unit: "1/s"),
                BenchmarkResult(name: "PUT of 1,500 rules", value: large / 1e6, unit: "ms"),
                BenchmarkResult(name: "PUTs beside 1,500 rules", value: beside, unit: "1/s"),
                BenchmarkResult(
                    name: "from start to forwarding, 1,500 rules",
                    value: Median.of(starts) / 1e6,
                    unit: "ms"
                ),
                BenchmarkResult(
                    name: "memory of the daemon, one rule",
                    value: small / 1e6,
                    unit: "MB"
                ),
                BenchmarkResult(
                    name: "memory of the daemon, 1,500 rules",
                    value: memory / 1e6,
                    unit: "MB"
                ),
            ]
        }
    }

    /// Makes the group, and returns the path that resources are under.
    private func network(_ api: LocalAPI) throws -> String {
        let status = try api.call("GET", "/apus/status")
        let subscription = status["subscriptionId"]?.stringValue ?? ""
        let group = "/subscriptions/\(subscription)/resourceGroups/web"
        try api.call("PUT", "\(group)?api-version=2024-11-01", #"{"location": "local"}"#)
        return "\(group)/providers/Microsoft.Network"
    }

    private func firstPacket(_ site: ManagementLab, _ network: String) throws -> Double {
        try put("small", rules: 0, site.api, network)
        let body = balancer("small", rules: 1, network)
        return try site.nanosecondsToFirstDatagram {
            try write("small", body, site.api, network)
        }
    }

    /// How many changes a second are acknowledged and carried out, each of which adds or removes a
    /// rule.
    private func putRate(_ api: LocalAPI, _ network: String, count: Int) throws -> Double {
        let time = try Stopwatch.nanoseconds {
            for number in 0..<count { try put("small", rules: number % 2, api, network) }
        }
        return Double(count) / time * 1e9
    }

    private func put(_ name: String, rules: Int, _ api: LocalAPI, _ network: String) throws {
        try write(name, balancer(name, rules: rules, network), api, network)
    }

    private func write(
        _ name: String,
        _ body: String,
        _ api: LocalAPI,
        _ network: String
    ) throws {
        let path = "\(network)/loadBalancers/\(name)?api-version=2025-01-01"
        let answer = try api.call("PUT", path, body)
        let state = answer["properties"]?["provisioningState"]?.stringValue
        guard state == "Succeeded" else {
            throw BenchmarkError.wrongContents(benchmark: name, found: "\(state ?? "no state")")
        }
    }

    /// A load balancer of floating UDP rules, three a frontend; the first leads to the backend.
    private func balancer(_ name: String, rules: Int, _ network: String) -> String {
        let own = "\(network)/loadBalancers/\(name)"
        let isSmall = name == "small"
        let frontends = (0..<max(1, (rules + 2) / 3)).map { number in
            let address =
                isSmall
                ? ManagementLab.frontend : "198.51.\(100 + number / 200).\(1 + number % 200)"
            return #"{"name": "f\#(number)", "properties": {"privateIPAddress": "\#(address)"}}"#
        }
        // No member may be led to by more than 300 rules.
        let pools = (0..<(isSmall ? 1 : 6)).map { number in
            let address = isSmall ? ManagementLab.member : "192.0.2.\(20 + number)"
            return #"""
                {"name": "p\#(number)", "properties": {"loadBalancerBackendAddresses":
                [{"name": "m", "properties": {"ipAddress": "\#(address)"}}]}}
                """#
        }
        let written = (0..<rules).map { number in
            let port = Int(ManagementLab.port) + number % 3
            return #"""
                {"name": "r\#(number)", "properties": {"protocol": "Udp", "enableFloatingIP": true,
                "frontendPort": \#(port), "backendPort": \#(port),
                "frontendIPConfiguration": {"id": "\#(own)/frontendIPConfigurations/f\#(number / 3)"},
                "backendAddressPool": {"id": "\#(own)/backendAddressPools/p\#(number / 290)"}}}
                """#
        }
        return #"""
            {"location": "local", "properties": {
            "frontendIPConfigurations": [\#(frontends.joined(separator: ","))],
            "backendAddressPools": [\#(pools.joined(separator: ","))],
            "loadBalancingRules": [\#(written.joined(separator: ","))]}}
            """#
    }
}
