import Foundation

/// The targets that a package manifest declares.
struct PackageManifest {
    /// A declared target.
    struct Target: Equatable {
        /// The function that declares it: `library`, `program`, `tests`, `target` or another.
        let kind: String
        /// Its name.
        let name: String
        /// The texts beside its name: targets that it depends on, among others.
        let texts: [String]
    }

    /// The targets in their order.
    let targets: [Target]

    /// Reads the calls that declare targets; the manifest is code, so this is all it promises.
    init(text: String) {
        let call = /(?:\b(library|program|tests)|\.(target|plugin|systemLibrary))\(\s*(?:name: )?"/
        var targets: [Target] = []
        for match in text.matches(of: call) {
            let texts = Self.texts(in: text[match.range.lowerBound...])
            guard let name = texts.first, let kind = match.1 ?? match.2 else { continue }
            targets.append(
                Target(kind: String(kind), name: name, texts: Array(texts.dropFirst()))
            )
        }
        self.targets = targets
    }

    /// The texts of a call, up to the parenthesis that closes it.
    private static func texts(in call: Substring) -> [String] {
        var texts: [String] = []
        var text: String?
        var depth = 0
        for character in call {
            if character == "\"" {
                if let closed = text { texts.append(closed) }
                text = text == nil ? "" : nil
            } else if text != nil {
                text?.append(character)
            } else if character == "(" {
                depth += 1
            } else if character == ")" {
                depth -= 1
                if depth == 0 { break }
            }
        }
        return texts
    }

    /// The manifest of this repository.
    static let present = PackageManifest(text: Repository.text(of: "Package.swift"))
}
