import Resources

/// Reads documents that are named `0.json`, `1.json` and so on.
func inventory(_ documents: [String]) throws -> ResourceInventory {
    try ResourceInventory(
        reading: documents.enumerated().map { index, text in
            ResourceDocument(source: "\(index).json", bytes: Array(text.utf8))
        }
    )
}

/// The findings that refuse these documents.
func errors(_ documents: String...) throws -> [ValidationFinding] {
    try inventory(documents).validate().filter { $0.severity == .error }
}

/// The codes of the findings that refuse these documents.
func errorCodes(_ documents: String...) throws -> [ValidationCode] {
    try inventory(documents).validate().filter { $0.severity == .error }.map(\.code)
}

/// The codes of the findings that do not refuse these documents.
func warningCodes(_ documents: String...) throws -> [ValidationCode] {
    try inventory(documents).validate().filter { $0.severity == .warning }.map(\.code)
}

/// The problem with one document, or `nil` when it can be read.
func problem(_ document: String) -> ResourceDocumentError? {
    do {
        _ = try inventory([document])
        return nil
    } catch let error as ResourceInventoryError {
        return error.problems.first
    } catch {
        return nil
    }
}
