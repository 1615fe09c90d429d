import ArgumentParser
import GuestCommands

/// `apus`: the command line.
public struct ApusCommand: AsyncParsableCommand {
    /// The command's name and its subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "apus",
        abstract: "Layer-4 load balancing with Azure Load Balancer's model and Floating IP.",
        subcommands: [
            BalancerCommand.self, ChildCommand<FrontendKind>.self, ChildCommand<PoolKind>.self,
            MemberCommand.self, ChildCommand<RuleKind>.self, ChildCommand<ProbeKind>.self,
            ChildCommand<NatRuleKind>.self, ChildCommand<OutboundRuleKind>.self,
            AccessCommand.self, TokenCommand.self, AuditCommand.self,
            Apply.self, Diff.self, Plan.self, Export.self, Import.self, Check.self, Reload.self,
            Status.self, DoctorCommand.self, GuestCommand.self, DemoCommand.self, LabCommand.self,
            SoakCommand.self,
        ]
    )

    /// Makes the command.
    public init() {}
}
