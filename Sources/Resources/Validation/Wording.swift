/// Sentences that several checks use, in Azure's words where they are known.
enum Wording {
    /// Azure's sentence for a reference that leads nowhere.
    static func danglingReference(to id: ResourceID, from referrer: ResourceID) -> String {
        """
        Resource \(id) referenced by resource \(referrer) was not found. Please make sure that the \
        referenced resource exists, and that both resources are in the same region.
        """
    }

    /// A list of names that stays short: the first five and how many more there are.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
