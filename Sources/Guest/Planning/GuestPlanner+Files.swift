import Addresses

extension GuestPlanner {
    /// Whether files on the guest make everything outlive a reboot.
    mutating func examineFiles(_ settings: [(path: String, value: String)]) {
        guard options.isPersistent else {
            // Not asked for now, but what was written for another run is not this one's to remove.
            kept.formUnion(record.changes.map(\.subject).filter { $0.hasPrefix("file ") })
            kept.formUnion(record.changes.map(\.subject).filter { $0.hasPrefix("folder ") })
            return
        }
        let addresses = requirement.frontends.map(\.address)
        let files = PersistentFile.files(
            for: state.configurator,
            addresses: addresses,
            settings: settings
        )
        for file in files { examine(file) }
        if !addresses.isEmpty, state.configurator == .none {
            items.append(
                GuestItem(
                    "addresses after a reboot",
                    .warning,
                    "no netplan, systemd-networkd, NetworkManager, ifupdown or systemd was found: "
                        + "run 'apus guest apply' at every boot"
                )
            )
        }
    }

    private mutating func examine(_ file: PersistentFile) {
        let subject = "file \(file.path)"
        kept.insert(subject)
        let folders = PersistentFile.folders(above: file.path)
        kept.formUnion(folders.map { "folder \($0)" })
        let present = state.files[file.path]
        guard present != file.contents else {
            items.append(GuestItem(subject, .ok, "up to date"))
            return
        }
        let planned = steps.map(\.change)
        for folder in folders where !state.folders.contains(folder) {
            let change = GuestChange.makeFolder(path: folder)
            guard !planned.contains(change) else { continue }
            steps.append(GuestStep(change, because: "\(file.path) is in it"))
        }
        mend(
            subject,
            present == nil
                ? "it is not there: a reboot undoes everything" : "it does not say what is needed",
            .write(path: file.path, contents: file.contents, before: present)
        )
    }
}
