public import Addresses

/// One thing that is done to a guest; its inverse undoes exactly it, and nothing else.
public enum GuestChange: Hashable, Sendable, Codable {
    /// Assigns the address alone (/32 or /128) to the loopback interface; IPv6 deprecated.
    case addAddress(address: IPAddress)
    /// Takes that address from the loopback interface.
    case removeAddress(address: IPAddress)
    /// Keeps an IPv6 address of the loopback interface from being chosen as a source.
    case deprecate(address: IPAddress)
    /// Lets it be chosen again.
    case prefer(address: IPAddress)
    /// Writes a kernel setting, a path below `/proc/sys`.
    case set(path: String, value: String, before: String)
    /// Makes a folder.
    case makeFolder(path: String)
    /// Removes a folder, if it is empty.
    case removeFolder(path: String)
    /// Writes a file, or removes it when there are no contents.
    case write(path: String, contents: String?, before: String?)
    /// Accepts a port in the guest's firewall.
    case open(FirewallOpening)
    /// Takes that back.
    case close(FirewallOpening)

    /// What undoes this change.
    public var inverse: GuestChange {
        switch self {
        case .addAddress(let address): .removeAddress(address: address)
        case .removeAddress(let address): .addAddress(address: address)
        case .deprecate(let address): .prefer(address: address)
        case .prefer(let address): .deprecate(address: address)
        case .set(let path, let value, let before): .set(path: path, value: before, before: value)
        case .makeFolder(let path): .removeFolder(path: path)
        case .removeFolder(let path): .makeFolder(path: path)
        case .write(let path, let contents, let before):
            .write(path: path, contents: before, before: contents)
        case .open(let opening): .close(opening)
        case .close(let opening): .open(opening)
        }
    }

    /// What is changed; a later change of the same subject builds on an earlier one.
    public var subject: String {
        switch self {
        case .addAddress(let address), .removeAddress(let address): "address \(address) on lo"
        case .deprecate(let address), .prefer(let address): "lifetime of \(address)"
        case .set(let path, _, _): "setting \(path.settingName)"
        case .makeFolder(let path), .removeFolder(let path): "folder \(path)"
        case .write(let path, _, _): "file \(path)"
        case .open(let opening), .close(let opening): "firewall \(opening)"
        }
    }

    /// The command that does the same by hand; `nil` for files, whose contents say it.
    public var command: String? {
        switch self {
        case .addAddress(let address):
            "ip address add \(address.loopbackArguments)"
        case .removeAddress(let address):
            "ip address del \(address)/\(address.version.bitWidth) dev lo"
        case .deprecate(let address):
            "ip address change \(address.loopbackArguments)"
        case .prefer(let address):
            "ip address change \(address)/\(address.version.bitWidth) dev lo preferred_lft forever"
        case .set(let path, let value, _): "sysctl -w \(path.settingName)=\(value)"
        case .makeFolder(let path): "mkdir \(path)"
        case .removeFolder(let path): "rmdir \(path)"
        case .write(let path, nil, _): "rm \(path)"
        case .write: nil
        case .open(let opening): ShellText.text(opening.openCommand)
        case .close(let opening): opening.closeCommandText
        }
    }
}

extension IPAddress {
    /// What `ip address` is told of a frontend's address.
    var loopbackArguments: String {
        let length = version.bitWidth
        return "\(self)/\(length) dev lo" + (version == .ipv6 ? " nodad preferred_lft 0" : "")
    }
}

extension String {
    /// A path below `/proc/sys` as `sysctl` writes it; with slashes where a name has a dot.
    var settingName: String { contains(".") ? self : replacing("/", with: ".") }
}
