import Guest
import Lab
import Linux
import Testing

extension BootTests {
    @Test(.needs("/lib/systemd/systemd", of: "systemd"))
    func `systemd alone starts the unit that has the frontends`() throws {
        try Lab.with { lab in
            let guest = try GuestRoot(lab, on: lab.segment("lan"))
            try follow(guest, file: PersistentFile.unitPath) {
                try guest.run(["/lib/systemd/systemd-sysctl", "--prefix=/net"])
                try startUnit(guest)
            }
        }
    }

    /// Runs the unit's commands if systemd would start the unit at boot.
    ///
    /// Only the first process of a machine can start units, but what it would start it also says in
    /// a test, to anybody but root.
    private func startUnit(_ guest: GuestRoot) throws {
        try guest.run(["mkdir", "-p", "/run/systemd/system"])
        let groups = "mount -t cgroup2 -o ro groups /sys/fs/cgroup && exec \"$@\""
        let anybody = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        let transaction = try guest.run(
            ["unshare", "--mount", "sh", "-c", groups, "sh"] + anybody
                + ["env", "-i", "/lib/systemd/systemd", "--test", "--system", "--no-pager"]
                + ["--unit=multi-user.target"]
        )
        #expect(transaction.contains("Action: multi-user.target -> start\n"), "\(transaction)")
        let job = "Action: apus-guest-addresses.service -> start\n"
        guard transaction.contains(job) else { return }
        let unit = try guest.run(["cat", PersistentFile.unitPath])
        for line in unit.split(separator: "\n") where line.hasPrefix("ExecStart=") {
            try guest.run(line.dropFirst("ExecStart=".count).split(separator: " ").map(String.init))
        }
    }
}
