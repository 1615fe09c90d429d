/// The systemd unit that keeps a guest configured while frontends come and go.
public enum GuestServiceUnit {
    /// The unit's text, for `/etc/systemd/system/apus-guest.service`.
    ///
    /// The service may change network settings and the files of `PersistentFile`, and nothing else.
    public static func text(program: String, arguments: [String]) -> String {
        let command = ([program, "watch"] + arguments).map(quoted).joined(separator: " ")
        return """
            [Unit]
            Description=Floating IP frontends of this guest, as the load balancer has them
            After=network-online.target
            Wants=network-online.target

            [Service]
            ExecStart=\(command)
            Restart=always
            RestartSec=5
            StateDirectory=apus-guest
            CapabilityBoundingSet=CAP_NET_ADMIN
            NoNewPrivileges=yes
            ProtectSystem=strict
            ReadWritePaths=/etc
            ProtectHome=yes
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectKernelModules=yes
            ProtectKernelLogs=yes
            ProtectControlGroups=yes
            ProtectClock=yes
            ProtectHostname=yes
            RestrictAddressFamilies=AF_NETLINK AF_INET AF_INET6 AF_UNIX
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            LockPersonality=yes
            MemoryDenyWriteExecute=yes
            SystemCallArchitectures=native

            [Install]
            WantedBy=multi-user.target

            """
    }

    /// A word as systemd reads it (systemd.service(5), command lines).
    private static func quoted(_ word: String) -> String {
        let escaped = word.replacing("%", with: "%%").replacing("$", with: "$$")
        let isPlain = escaped.allSatisfy {
            $0.isLetter || $0.isNumber || "-_./:[]=@%$".contains($0)
        }
        guard !isPlain || escaped.isEmpty else { return escaped }
        let inner = escaped.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(inner)\""
    }
}
