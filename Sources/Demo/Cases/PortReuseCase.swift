import ControlPlane
import Lab

/// The contrast to case 1: the same rules without Floating IP, which the load balancer refuses.
public struct PortReuseCase: DemoCase {
    /// The headline.
    public let title = "Contrast: the same backend port twice without Floating IP"

    private let endpoints: TLSEndpointsCase

    /// The code that Azure answers with.
    static let code = "RulesUseSameBackendPortProtocolAndPool"
    /// The code for rules that have the frontend in common as well, which begins the same.
    private static let otherCode = "\(code)AndFrontendIPWithFloatingIPEnabled"

    /// Uses the sites of case 1.
    public init(_ endpoints: TLSEndpointsCase) {
        self.endpoints = endpoints
    }

    /// Those of case 1.
    public var documents: [DemoDocument] { get throws { try endpoints.documents } }

    /// Turns Floating IP off, and on again.
    public func run(_ narrator: Narrator) throws -> [Check] {
        let node = endpoints.demo.node
        narrator.line("The document of case 1 with enableFloatingIP false: two rules on port 443")
        narrator.line("of one pool, which nothing could tell apart.")
        let rules = try node.status()?.rules
        try node.write(endpoints.balancer.withoutFloatingIP().document())
        let refusal = try node.reload()
        let rulesAfterwards = try node.status()?.rules
        let site = endpoints.endpoints[0]
        let answers = WebAnswers(
            10,
            of: CurlRequest(site.site),
            from: endpoints.demo.topology.client
        )
        try node.write(endpoints.balancer.document())
        let secondRefusal = try node.reload()

        for line in (refusal ?? "accepted").split(separator: "\n") { narrator.line("  | \(line)") }
        var checklist = Checklist(narrator)
        let text = refusal ?? ""
        checklist.expect(
            text.contains(Self.code) && !text.contains(Self.otherCode),
            "it is refused with Azure's code",
            seen: text.contains(Self.code) ? Self.code : "no such code"
        )
        checklist.expect(
            rules?.isEmpty == false
                && rules?.map(\.carried) == rulesAfterwards?.map(\.carried),
            "the rules that are loaded stay as they were",
            seen: "\(rules?.count ?? 0) rules before, \(rulesAfterwards?.count ?? 0) after"
        )
        checklist.expect(
            answers.areComplete && answers.serverAddresses == [site.address.address],
            "\(site.host) goes on with Floating IP",
            seen: "\(answers.summary) answered, the backend saw \(answers.serverAddresses.listed)"
        )
        checklist.expect(
            secondRefusal == nil,
            "with Floating IP the same port twice is accepted",
            seen: secondRefusal ?? "applied"
        )
        return checklist.checks
    }
}
