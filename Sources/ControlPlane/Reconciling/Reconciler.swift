import Addresses
import BPF
import Foundation
import Linux
import Logging
import Planning
import Probing
import Readiness
import Resources
import TableStorage
import Tables

/// Keeps the data plane at what the documents and the host's network say.
///
/// An actor, because documents, network changes and timers ask for the same work: one at a time.
public actor Reconciler {
    let node: NodeConfiguration
    let dataPlane: DataPlane
    let session: NetlinkSession
    let logger: Logger

    var present: TableImage
    var configuration: ForwardingConfiguration?
    /// A valid configuration that the host's network did not carry yet.
    var waiting: ForwardingConfiguration?
    /// What the tables were last made from; `nil` after a plan that was not carried out whole.
    var planned: PlannedInputs?
    var attached: [String: UInt32] = [:]
    var announcing: [FrontendAnnouncer.Frontend: Int] = [:]
    var frontends: Set<FrontendAnnouncer.Frontend> = []
    /// The frontends of the daemon before: those that are gone are still to be given up.
    var inherited: Set<FrontendAnnouncer.Frontend> = []
    var unresolved: [IPAddress: UInt32] = [:]
    /// What is reported, without the rules.
    var status: StatusReport
    /// The rules that are carried out, by the index of their counters.
    var ruleIndices: [UInt32: String] = [:]
    /// What the tables were last made from, also while a plan is carried out.
    var reported: PlannedInputs?
    let statusWriter: StatusWriter
    var settling = Settling()
    var maglevTables = MaglevTables()
    var draining = Draining()
    /// Rules whose former entry the next plan takes away.
    var retiredFormers: Set<UInt32> = []
    /// The members that their probes find down.
    var down: Set<ProbedMember> = []
    /// What probes have found of each member that they ask.
    var health: [ProbedMember: ProbedHealth] = [:]
    /// What was found of each member of a rule with Floating IP.
    var readiness: [RuleMember: ReadinessFinding] = [:]
    /// What readiness is asked about, each time that it changes.
    nonisolated let surveys: AsyncStream<SurveyBasis>
    let surveysChanged: AsyncStream<SurveyBasis>.Continuation
    var surveyBasis: SurveyBasis?
    /// The probes of the configuration that is applied, each time that they change.
    nonisolated let probes: AsyncStream<[ResolvedProbe]>
    let probesChanged: AsyncStream<[ResolvedProbe]>.Continuation
    // A daemon that takes over does not know yet: its first sweep tells.
    var hasPins = true

    /// How often a frontend that was taken over is announced, once a second: one frame can be lost.
    static let announcements = 3

    /// Takes over what the data plane holds.
    public init(
        node: NodeConfiguration,
        dataPlane: DataPlane,
        session: NetlinkSession,
        logger: Logger
    ) throws {
        self.node = node
        self.dataPlane = dataPlane
        self.session = session
        self.logger = logger
        statusWriter = StatusWriter(state: node.state, logger: logger)
        (probes, probesChanged) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (surveys, surveysChanged) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        present = try dataPlane.maps.readImage()
        inherited = FrontendAnnouncer.Frontend.all(in: present.frontends)
        for (table, slots) in present.lookupTables {
            settling.note(table: table, slots, now: PinClock.now())
        }
        for entry in present.frontends.values where entry.options.contains(.hasRule) {
            settling.note(rule: entry.rule, entry, now: PinClock.now())
        }
        status = StatusReport(
            attempt: 0,
            processID: ProcessInfo.processInfo.processIdentifier,
            refusal: nil,
            warnings: [],
            rules: []
        )
    }

    /// Reads the documents and applies them; a refused configuration changes nothing.
    public func reload() {
        guard let folder = node.documents else { return }
        status.attempt += 1
        do {
            let documents = try DocumentFolder(path: folder).read()
            let inventory = try ResourceInventory(reading: documents)
            let findings = inventory.validate()
            let errors = findings.filter { $0.severity == .error }
            guard errors.isEmpty else { throw ReconcileError.refused(FindingReport(errors).text) }
            status.warnings = findings.filter { $0.severity == .warning }.map {
                "\($0.code.rawValue): \($0.message)"
            }
            try adopt(inventory.resolve())
        } catch {
            status.refusal = "\(error)"
            logger.error("configuration not applied: \(error)")
        }
        writeStatus()
    }

    /// Applies a valid configuration, or keeps it until the host's network carries it.
    private func adopt(_ wanted: ForwardingConfiguration) throws {
        waiting = nil
        do {
            try apply(wanted)
        } catch let error as ReconcileError where error.mayPass {
            waiting = wanted
            throw error
        }
        status.refusal = nil
        logger.notice("configuration applied", metadata: ["rules": "\(ruleIndices.count)"])
    }

    /// Works the configuration out again, because the host's network has changed.
    public func networkChanged() {
        do {
            if let waiting {
                try adopt(waiting)
            } else if let configuration {
                try apply(configuration)
            } else {
                return
            }
        } catch {
            logger.warning("the host's network does not carry the configuration: \(error)")
        }
        writeStatus()
    }

    /// Once a second: announces new frontends again, asks for members that are not resolved, and
    /// lets members go whose drain period is over.
    public func tick() {
        if let deadline = draining.nextDeadline, deadline <= PinClock.now() { networkChanged() }
        for (member, interface) in unresolved { request(member, on: interface) }
        announce()
    }

    /// Every few seconds: lets the kernel confirm the members that it has not heard from lately.
    public func confirmMembers() {
        guard let configuration, let network = try? session.snapshot() else { return }
        let deliveries = memberDeliveries(configuration, network)
        for (member, interface) in deliveries.toResolve { request(member, on: interface) }
    }

    private func request(_ member: IPAddress, on interface: UInt32) {
        do {
            try session.resolve(member, on: interface)
        } catch {
            logger.warning("cannot ask for member \(member): \(error)")
        }
    }

    /// What a report is made of now.
    var draft: StatusDraft {
        StatusDraft(
            status: status,
            ruleIndices: ruleIndices,
            inputs: reported,
            health: health,
            readiness: readiness
        )
    }

    /// Has the report written soon.
    func writeStatus() { statusWriter.write(draft) }

    /// Returns when the last report is written; nothing is reported after that.
    func finishStatus() async { await statusWriter.finish() }
}
