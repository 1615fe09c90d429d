import ArgumentParser
import Guest

/// Where the guest's files and Apus's record of its changes are.
struct GuestOptions: ParsableArguments {
    @Option(help: "The folder that stands for the guest's root, for its files alone.")
    var root = "/"

    @Option(help: "The file below the root that records what was changed.")
    var state = GuestRecordFile.defaultPath

    func validate() throws {
        guard root.hasPrefix("/"), state.hasPrefix("/") else {
            throw ValidationError("'--root' and '--state' must be absolute paths.")
        }
    }

    var configurator: GuestConfigurator {
        let files = GuestFiles(root: root)
        return GuestConfigurator(files: files, recordFile: GuestRecordFile(state, in: files))
    }
}
