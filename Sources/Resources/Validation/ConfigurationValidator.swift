/// Collects what is wrong with an inventory; each group of checks is an extension in its own file.
struct ConfigurationValidator {
    let inventory: ResourceInventory
    let index: InventoryIndex
    private(set) var findings: [ValidationFinding] = []
    /// Pairs of rules that a finding already names, so that one mistake is told once.
    var reportedPairs: Set<Set<ResourceID>> = []

    init(_ inventory: ResourceInventory) {
        self.inventory = inventory
        index = InventoryIndex(inventory)
    }

    /// Runs every check.
    mutating func run() {
        for balancer in index.balancers {
            checkCollections(balancer)
            checkFrontends(balancer)
            checkPools(balancer)
            checkProbes(balancer)
            checkRules(balancer)
            checkHAPorts(balancer)
            checkFloatingIP(balancer)
            checkInboundNat(balancer)
            checkOutboundRules(balancer)
            checkBackendPorts(balancer)
            checkFrontendPorts(balancer)
            warnAboutFeatures(balancer)
        }
        checkSharedMembers()
        checkAddressesInUse()
        checkRuleCounts()
        checkNetworkResources()
    }

    /// Adds a finding about a resource of a document.
    mutating func report(
        _ code: ValidationCode,
        _ target: ResourceID,
        in source: String,
        _ message: String
    ) {
        report(
            ValidationFinding(
                code: code,
                message: message,
                target: target.description,
                source: source
            )
        )
    }

    /// Adds a finding.
    mutating func report(_ finding: ValidationFinding) {
        findings.append(finding)
    }
}

extension ResourceInventory {
    /// Everything that is wrong or worth knowing, in the order of the documents; empty when all is
    /// well.
    public func validate() -> [ValidationFinding] {
        var validator = ConfigurationValidator(self)
        validator.run()
        return validator.findings
    }
}
