import ArgumentParser
import Commands

/// The command line of Apus.
@main
struct Apus {
    static func main() async {
        await ApusCommand.main()
    }
}
