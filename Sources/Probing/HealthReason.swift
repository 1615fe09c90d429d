/// Why a member is up or down, in the words of Azure's per-rule health.
public enum HealthReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// No result has decided yet; the member counts as up.
    case notProbed = "NA"
    /// The probe succeeds.
    case probeSuccess = "Up_Probe_Success"
    /// The probe has failed, not often enough in a row to take the member out.
    case approachingUnhealthy = "Up_Probe_ApproachingUnhealthyThreshold"
    /// All members are down, and the probe says that new flows then go to all of them.
    case allDownIsUp = "Up_Probe_AllDownIsUp"
    /// The operator's admin state takes the member in.
    case adminUp = "Up_Admin"
    /// The probe has succeeded, not often enough in a row to take the member in, or the member is
    /// held because it flapped.
    case approachingHealthy = "Down_Probe_ApproachingHealthyThreshold"
    /// No TCP connection came about: no answer, a reset, or no way to the member.
    case tcpProbeTimeout = "Down_Probe_TcpProbeTimeout"
    /// A TCP connection came about, and ended before there was an HTTP answer.
    case httpEndpointUnreachable = "Down_Probe_HttpEndpointUnreachable"
    /// A TCP connection came about, and no HTTP answer in time.
    case httpNoResponse = "Down_Probe_HttpNoResponse"
    /// The HTTP status was not 200.
    case httpStatusCodeError = "Down_Probe_HttpStatusCodeError"
    /// The operator's admin state takes the member out.
    case adminDown = "Down_Admin"
}
