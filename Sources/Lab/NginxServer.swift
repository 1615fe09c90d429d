import Foundation

/// An nginx web server on a machine of a lab.
public final class NginxServer: Sendable {
    /// What the server listens for.
    public let sites: [NginxSite]
    /// The server's process.
    public let process: LabProcess

    init(sites: [NginxSite], process: LabProcess) {
        self.sites = sites
        self.process = process
    }

    /// Ends the server; the lab ends it too.
    public func stop() {
        process.terminate()
    }
}

extension Machine {
    /// Starts an nginx server and returns when every site answers on the machine itself.
    ///
    /// `label` is what its answers call it; the machine's name unless told otherwise.
    public func startNginx(_ sites: [NginxSite], label: String? = nil) throws -> NginxServer {
        let directory = lab.newPath("\(name)-nginx", "")
        let files = FileManager.default
        try files.createDirectory(atPath: directory, withIntermediateDirectories: false)
        let configuration = NginxConfiguration(
            directory: directory,
            label: label ?? name,
            sites: sites
        )
        let file = "\(directory)/nginx.conf"
        try configuration.text.write(toFile: file, atomically: false, encoding: .utf8)
        // -e: else it first opens the log that it was built with, in /var/log.
        let process = try start(
            ["nginx", "-p", directory, "-e", "\(directory)/error.log", "-c", file],
            label: "nginx"
        )
        for site in sites {
            try process.wait(until: "nginx on \(name) answers at \(site.endpoint)") {
                try answers(site)
            }
        }
        return NginxServer(sites: sites, process: process)
    }

    private func answers(_ site: NginxSite) throws -> Bool {
        var request = CurlRequest(site.url)
        request.trust = .anything
        if let certificate = site.certificate {
            request.resolve = [
                .init(host: certificate.name, port: site.port, address: site.address)
            ]
        }
        do {
            return try curl(request).status == 200
        } catch LabError.commandFailed {
            return false
        }
    }
}

extension NginxSite {
    /// Where a client finds the site: by the certificate's name, or by the address.
    public var url: String {
        if let certificate { return "https://\(certificate.name):\(port)/" }
        return "http://\(endpoint)/"
    }
}
