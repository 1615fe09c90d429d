extension ValidationCode {
    /// Whether a finding of this kind refuses the configuration.
    public var severity: FindingSeverity { Self.warnings.contains(self) ? .warning : .error }

    private static let warnings: Set<ValidationCode> = [
        .floatingIPChangesPort,
        .floatingIPOnInternalIPv6Frontend,
        .tcpResetNotCarriedOut,
        .inboundNatNotCarriedOut,
        .outboundRulesNotCarriedOut,
        .ruleHasNoMembers,
        .virtualNetworkNotKnown,
        .probePortNotProbed,
        .resourceTypeIgnored,
    ]
}
