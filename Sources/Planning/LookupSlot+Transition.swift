import Tables

extension LookupSlot {
    /// Where a flow of the slot began of which nothing is remembered; 0 when that is no member.
    public func home(isMember: (UInt16) -> Bool) -> UInt16 {
        let home = isUnsettled ? settled : current
        return isMember(home) ? home : 0
    }

    /// The slot after a change of membership or health.
    ///
    /// Flows without a pin stay on the settled backend, also while it is down. When that one is no
    /// member any more its flows have nowhere to stay, and the present backend takes its place.
    ///
    /// - Parameters:
    ///   - target: the backend that the new membership gives; 0 for none.
    ///   - isMember: whether a backend still is a member, up or down.
    public func moved(to target: UInt16, isMember: (UInt16) -> Bool) -> LookupSlot {
        if isUnsettled {
            let kept = settled != 0 && isMember(settled)
            let next = current != 0 && isMember(current) ? current : target
            return LookupSlot(current: target, unsettledFrom: kept ? settled : next)
        }
        guard current != target, current != 0, isMember(current) else {
            return LookupSlot(settledOn: target)
        }
        return LookupSlot(current: target, unsettledFrom: current)
    }
}
