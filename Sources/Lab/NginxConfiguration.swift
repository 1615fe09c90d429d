/// The configuration file of an nginx server in a lab, as a value.
struct NginxConfiguration: Hashable, Sendable {
    /// The folder for everything that the server writes.
    let directory: String
    /// What the server calls itself in its answers.
    let label: String
    /// What it listens for.
    let sites: [NginxSite]

    /// The text of the file.
    var text: String {
        """
        daemon off;
        # The lab's folder belongs to root alone.
        user root;
        worker_processes 1;
        pid \(directory)/pid;
        error_log \(directory)/error.log info;
        events { worker_connections 1024; }
        http {
            access_log \(directory)/access.log;
            client_body_temp_path \(directory)/body;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            default_type text/plain;
        \(sites.map(server).joined(separator: "\n"))
        }

        """
    }

    private func server(_ site: NginxSite) -> String {
        let response = site.response ?? SiteAnswer.template(machine: label)
        var lines = ["listen \(site.endpoint)\(site.certificate == nil ? "" : " ssl");"]
        if let certificate = site.certificate {
            lines += [
                "server_name \(certificate.name);",
                "ssl_certificate \(certificate.certificatePath);",
                "ssl_certificate_key \(certificate.keyPath);",
            ]
        }
        lines.append("location / { return 200 \(Self.quoted(response)); }")
        return "    server {\n" + lines.map { "        \($0)\n" }.joined() + "    }"
    }

    /// A string as nginx reads it back; its variables keep their meaning.
    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped.replacing("\n", with: "\\n"))\""
    }
}
