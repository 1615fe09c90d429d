/// What a soak does to the node, for its count.
package enum ChangeKind: String, CaseIterable, Sendable {
    case memberIn = "members in"
    case memberOut = "members out"
    case adminState = "admin states"
    case weight = "weights"
    case distribution = "distributions"
    case floatingIP = "Floating IP switched"
    case ruleAdded = "rules added"
    case ruleRemoved = "rules removed"
    case unchangedReload = "reloads without change"
    case refusedDocument = "refused documents"
    case daemonStop = "daemon stops"
    case daemonKill = "daemon kills"
    case killWhileReloading = "daemon kills in a reload"
    case daemonStart = "daemon starts"
    case programReplaced = "packet programs replaced"
    case rest = "rests in which slots settle"

    /// Whether it changes what the load balancer is to do.
    package var isConfigurationChange: Bool {
        switch self {
        case .memberIn, .memberOut, .adminState, .weight, .distribution, .floatingIP, .ruleAdded,
            .ruleRemoved:
            true
        case .unchangedReload, .refusedDocument, .daemonStop, .daemonKill, .killWhileReloading,
            .daemonStart, .programReplaced, .rest:
            false
        }
    }
}
