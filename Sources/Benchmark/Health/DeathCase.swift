import Lab

/// One contender that loses one of two servers in one way, again and again.
struct DeathCase: Hashable, Sendable {
    var contender: DeathContender
    var death: Death
    /// How many failing results in a row take the server out.
    var threshold: Int

    /// All, each with its number.
    static let all: [DeathCase] = Death.allCases.flatMap { death in
        [1, 2].flatMap { threshold in
            DeathContender.allCases.map {
                DeathCase(contender: $0, death: death, threshold: threshold)
            }
        }
    }

    /// The moments of death within an interval that rounds take, as fractions: all parts of it come
    /// equally often, and every case meets the same ones.
    static func phases(rounds: Int) -> [Double] {
        (0..<rounds).map { (Double($0) + .random(in: 0..<1)) / Double(rounds) }.shuffled()
    }
}
