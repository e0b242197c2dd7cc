/// Why a certificate proves nothing, or less than it says.
package struct ProofFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// Goes on after "The proof of the lower bound fails: ".
  package var description: String

  package init(_ description: String) { self.description = description }
}
