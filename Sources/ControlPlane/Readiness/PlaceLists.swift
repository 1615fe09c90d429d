import Addresses
import Readiness
import Resources

/// The places that each member must have a service at, by the member's address.
///
/// Members of one pool have the same hundreds of places, which are written down once.
struct PlaceLists {
    private var places: [String] = []
    private var lists: [IPAddress: [Int]] = [:]

    /// Takes the rules with Floating IP.
    init(_ rules: [ResolvedRule]) {
        var numbers: [String: Int] = [:]
        var listed: [IPAddress: Set<Int>] = [:]
        for rule in rules {
            let place = rule.readinessPlace
            let number = numbers[place] ?? places.count
            if number == places.count {
                numbers[place] = number
                places.append(place)
            }
            for member in rule.members where !member.isDraining {
                guard listed[member.address, default: []].insert(number).inserted else { continue }
                lists[member.address, default: []].append(number)
            }
        }
    }

    /// What each member must own.
    var all: [IPAddress: OwnedAddresses] {
        var written: [[Int]: OwnedAddresses] = [:]
        return lists.mapValues { list in
            if let known = written[list] { return known }
            let owned = OwnedAddresses(list.map { places[$0] })
            written[list] = owned
            return owned
        }
    }

    /// What a machine must own that has several addresses.
    func joined(_ addresses: [IPAddress]) -> OwnedAddresses {
        var listed: Set<Int> = []
        let all = addresses.flatMap { lists[$0] ?? [] }.filter { listed.insert($0).inserted }
        return OwnedAddresses(all.map { places[$0] })
    }
}
