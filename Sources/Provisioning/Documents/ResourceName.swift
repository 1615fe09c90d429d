/// What Azure allows as a name.
enum ResourceName {
    /// Throws when a name is not one that a resource of the network provider may have.
    ///
    /// Azure's naming rules: 1 to 80 characters; letters, digits, underscores, periods and hyphens;
    /// a letter or digit first, a letter, digit or underscore last.
    static func check(_ name: String, target: String) throws(ProvisioningError) {
        let isWord: (Character) -> Bool = { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard let first = name.first, let last = name.last, name.count <= 80, isWord(first),
            isWord(last) || last == "_",
            name.allSatisfy({ isWord($0) || "_.-".contains($0) })
        else {
            throw ProvisioningError(
                .invalid,
                "InvalidResourceName",
                """
                Resource name \(name.prefix(100)) is invalid. The name can be up to 80 characters \
                long. It must begin with a word character, and it must end with a word character \
                or with '_'. The name may contain word characters or '.', '-', '_'.
                """,
                target: target
            )
        }
    }

    /// Throws when a name is not one that a resource group may have.
    ///
    /// Azure's naming rules: 1 to 90 characters; letters, digits, underscores, hyphens, periods and
    /// parentheses; no period at the end.
    static func checkGroup(_ name: String) throws(ProvisioningError) {
        let isAllowed: (Character) -> Bool = {
            $0.isLetter || $0.isNumber || "_-.()".contains($0)
        }
        guard !name.isEmpty, name.count <= 90, name.last != ".", name.allSatisfy(isAllowed) else {
            throw ProvisioningError(
                .invalid,
                "InvalidResourceGroup",
                """
                The provided resource group name '\(name.prefix(100))' has these invalid \
                characters or is too long. The name can have 1 to 90 letters, digits, '_', '-', \
                '.', '(' and ')', and does not end with a period.
                """
            )
        }
    }
}
