/// An inventory with everything that is looked up by id.
struct InventoryIndex {
    let network: NetworkIndex
    let balancers: [IndexedLoadBalancer]

    init(_ inventory: ResourceInventory) {
        let network = NetworkIndex(inventory)
        self.network = network
        balancers = inventory.loadBalancers.map { IndexedLoadBalancer($0, network: network) }
    }
}
