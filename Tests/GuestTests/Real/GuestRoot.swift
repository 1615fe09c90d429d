import Addresses
import Foundation
import Lab
import Linux
import Testing

/// The files of a guest on which a distribution's real programs run, over as many boots as needed.
///
/// In a mount namespace of its own `/etc` and `/var` have a layer above them that takes all changes,
/// `/run` is empty at each boot, and the rest of the root can only be read: what the programs do
/// stays in the lab. A boot is a new machine of the lab, so that nothing of the kernel's outlives it.
final class GuestRoot {
    let lab: Lab
    /// The machine that the guest has been since its last boot.
    private(set) var machine: Machine
    private let segment: Segment
    private let keeper: LabProcess
    private var bootCount = 1

    /// Makes the files and boots the guest once; `eth0` is on the segment, without addresses.
    init(_ lab: Lab, on segment: Segment) throws {
        self.lab = lab
        self.segment = segment
        machine = try lab.machine("guest1")
        let layers = "\(lab.directory)/layers"
        try FileManager.default.createDirectory(
            atPath: layers,
            withIntermediateDirectories: false
        )
        keeper = try machine.start(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", Self.layering, "sh"]
                + [layers],
            label: "layers"
        )
        let keeper = keeper
        try keeper.wait(until: "the layers are there") { try keeper.output().contains("ready") }
        try enter()
    }

    /// What this machine configures its own network with is hidden, else it would be the guest's;
    /// a device 0:0 is how an overlay says that a name is not there.
    private static let layering = """
        set -eu
        layers=$1
        mount -t tmpfs layers "$layers"
        hide() {
            mkdir -p "$layers/${1%/*}"
            mknod "$layers/$1" c 0 0
        }
        for name in netplan network NetworkManager firewalld nftables.conf sysctl.conf sysctl.d; do
            hide "etc/$name"
        done
        hide etc/systemd/network
        hide etc/systemd/system
        hide var/lib/apus-guest
        hide var/lib/NetworkManager
        for folder in etc var; do
            mkdir "$layers/$folder.work"
            options="lowerdir=/$folder,upperdir=$layers/$folder,workdir=$layers/$folder.work"
            mount -t overlay -o "$options" "$folder" "/$folder"
        done
        mount --bind /tmp /tmp
        mount -o remount,bind,ro /
        for settings in kernel vm fs; do
            mount --bind "/proc/sys/$settings" "/proc/sys/$settings"
            mount -o remount,bind,ro "/proc/sys/$settings"
        done
        mkdir /etc/sysctl.d
        echo ready
        exec sleep infinity
        """

    /// Boots the guest anew: the files stay, all else is as after a start of the kernel.
    func reboot() throws {
        bootCount += 1
        machine = try lab.machine("guest\(bootCount)")
        try enter()
    }

    private func enter() throws {
        try machine.attach(to: segment)
        // Where /sys can be written, programs wait for udev to tell them of each interface.
        try run([
            "sh", "-c", "mount -t sysfs -o ro sysfs /sys && mount -t tmpfs -o mode=755 run /run",
        ])
    }

    /// The words of a command that runs with the guest's files.
    private func inside(_ words: [String]) -> [String] {
        ["nsenter", "--mount=/proc/\(keeper.pid)/ns/mnt", "--"] + words
    }

    func outcome(of words: [String], input: String = "") throws -> ChildProcess.Outcome {
        try machine.outcome(of: inside(words), input: input)
    }

    @discardableResult
    func run(_ words: [String], input: String = "") throws -> String {
        try machine.run(inside(words), input: input)
    }

    func start(_ words: [String], label: String) throws -> LabProcess {
        try machine.start(inside(words), label: label)
    }

    /// Runs `apus-guest` on the guest.
    func apusGuest(_ words: String...) throws -> ChildProcess.Outcome {
        try outcome(of: [program("apus-guest")] + words)
    }

    /// Starts a system bus, which daemons are asked over; all on the guest may do all.
    func startBus() throws {
        let socket = "/run/dbus/system_bus_socket"
        try write(
            "/run/dbus/bus.conf",
            """
            <busconfig>
              <type>system</type>
              <listen>unix:path=\(socket)</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/>
                <allow own="*"/>
                <allow send_destination="*" eavesdrop="true"/>
                <allow eavesdrop="true"/>
              </policy>
            </busconfig>

            """
        )
        let bus = try start(
            ["dbus-daemon", "--nofork", "--nopidfile", "--config-file=/run/dbus/bus.conf"],
            label: "bus"
        )
        try bus.wait(until: "the bus listens") {
            try outcome(of: ["test", "-S", socket]).status.isSuccess
        }
    }

    /// Writes a file of the guest, with the folders that it needs.
    func write(_ path: String, _ text: String, mode: String = "644") throws {
        let script = "mkdir -p \"${1%/*}\" && cat >\"$1\" && chmod \"$2\" \"$1\""
        try run(["sh", "-c", script, "sh", path, mode], input: text)
    }

    /// Every file below the folder with its sum and its permissions.
    func files(in folder: String) throws -> String {
        let list = "find \"$1\" ! -type d -exec stat -c '%n %a' {} + | sort"
        let sums = "find \"$1\" -type f -exec md5sum {} + | sort"
        return try run(["sh", "-c", "\(list); \(sums)", "sh", folder])
    }
}

/// The lines that make the difference between two texts, with how they differ.
func difference(from before: String, to after: String) -> [String] {
    after.split(separator: "\n").difference(from: before.split(separator: "\n")).map { change in
        switch change {
        case .insert(_, let line, _): "new: \(line)"
        case .remove(_, let line, _): "gone: \(line)"
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test where a program that it runs is not installed.
    static func needs(_ program: String, of package: String) -> Self {
        .disabled(
            if: !FileManager.default.isExecutableFile(atPath: program),
            "\(program) is not installed; it is in Debian's package \(package)"
        )
    }
}
