import Addresses
import Lab

/// What came of many requests of one kind.
struct WebAnswers {
    /// The answers that came.
    private(set) var responses: [CurlResponse] = []
    /// What the machines said of themselves in them.
    private(set) var answers: [SiteAnswer] = []
    /// Why the others did not come.
    private(set) var failures: [String] = []
    private let count: Int

    /// Makes a request again and again, each time over a new connection.
    init(_ count: Int, of request: CurlRequest, from client: Machine) {
        self.count = count
        for _ in 0..<count {
            do {
                let response = try client.curl(request)
                answers.append(try response.answer())
                responses.append(response)
            } catch {
                failures.append("\(error)")
            }
        }
    }

    /// Whether every request was answered.
    var areComplete: Bool { failures.isEmpty && responses.count == count }

    /// How many were answered, and why the first other was not.
    var summary: String {
        "\(responses.count) of \(count)" + (failures.first.map { "; first failure: \($0)" } ?? "")
    }

    /// How often a machine answered.
    func count(of machine: String) -> Int { answers.count { $0.machine == machine } }

    /// The addresses that the machines saw as destination, each once.
    var serverAddresses: [IPAddress] { Set(answers.map(\.serverAddress)).sorted() }

    /// The destination ports that the machines saw, each once.
    var serverPorts: [UInt16] { Set(answers.map(\.serverPort)).sorted() }

    /// The source addresses that the machines saw, each once.
    var clientAddresses: [IPAddress] { Set(answers.map(\.clientAddress)).sorted() }

    /// The names of the certificates that came, each once.
    var certificateNames: [String] { Set(responses.compactMap(\.certificateName)).sorted() }
}

extension Collection {
    /// The elements' texts with commas between them, for a table or a check.
    var listed: String { isEmpty ? "none" : map { "\($0)" }.joined(separator: ", ") }
}
