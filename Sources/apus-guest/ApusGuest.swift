import ArgumentParser
import GuestCommands

/// The guest's part of Apus's command line, alone.
@main
struct ApusGuest {
    static func main() async {
        await ApusGuestCommand.main()
    }
}
