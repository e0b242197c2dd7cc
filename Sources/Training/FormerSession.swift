/// A session that a plan places and the dataset of today does not ask for.
package struct FormerSession: Sendable, Equatable {
  package var id: String
  package var placement: Placement

  package init(id: String, placement: Placement) {
    self.id = id
    self.placement = placement
  }
}
