import Logging
import Planning
import Probing
import Resources

extension Reconciler {
    /// Takes over what health probes find, and steers new flows by it.
    ///
    /// - Parameter found: the members that probes ask; all others count as up.
    public func setHealth(_ found: [ProbedMember: ProbedHealth]) {
        guard found != health else { return }
        health = found
        let down = Set(found.filter { !$0.value.isUp }.keys)
        if down != self.down {
            self.down = down
            followHealth()
        }
        writeStatus()
    }

    func followHealth() {
        guard let configuration else { return }
        do {
            let start = ContinuousClock.now
            try applyHealth(to: configuration)
            logger.info(
                "new flows follow the health of members",
                metadata: [
                    "down": "\(down.count)",
                    "milliseconds": "\((ContinuousClock.now - start) / .milliseconds(1))",
                ]
            )
        } catch {
            // `planned` differs from what is wanted now, so the next look at the network tries again.
            logger.error("new flows do not follow the health of members: \(error)")
        }
    }
}
