import ArgumentParser
import Commands

/// The daemon of a load-balancer node.
@main
struct Apusd {
    static func main() async {
        await DaemonCommand.main()
    }
}
