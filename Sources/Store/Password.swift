import Crypto
import CryptoExtras
import Foundation

/// How passwords are kept: scrypt (RFC 7914), told with its parameters and a salt of its own, as
/// `scrypt$15$8$1$salt$hash` with salt and hash in base64url. Computing one takes some 32 MiB and a
/// tenth of a second, which is what makes guessing dear.
package enum Password {
  /// The shortest that is taken, in characters.
  package static let leastLength = 12
  /// The longest, in bytes.
  package static let mostBytes = 1000

  /// What a hash costs.
  struct Cost: Equatable {
    /// Binary logarithm of the number of rounds.
    var logarithm = 15
    var blockSize = 8
    var parallelism = 1

    /// Whether it takes at most 256 MiB and sixteen times what one thread does, so that no stored
    /// text can ask for more.
    var isBounded: Bool {
      (1...24).contains(logarithm) && (1...16).contains(blockSize) && (1...16).contains(parallelism)
        && (128 * blockSize) << logarithm <= 256 << 20
    }
  }

  /// What new passwords are kept with.
  static let cost = Cost()

  /// The hash of a new password, with a random salt, as it is stored.
  ///
  /// - Throws: where there is no memory to compute it.
  package static func hash(_ password: String) throws -> String {
    try hash(password, cost: cost, salt: randomBytes(16))
  }

  static func hash(_ password: String, cost: Cost, salt: [UInt8]) throws -> String {
    let key = try derived(password, salt, cost, count: 32)
    return "scrypt$\(cost.logarithm)$\(cost.blockSize)$\(cost.parallelism)$"
      + base64URL(salt) + "$" + base64URL(key)
  }

  /// Whether a stored hash is that of the password; takes as long whatever the answer. What is no
  /// hash is no password's.
  package static func matches(_ password: String, _ hash: String) -> Bool {
    guard let stored = Stored(hash),
      let key = try? derived(password, stored.salt, stored.cost, count: stored.key.count)
    else { return false }
    return zip(stored.key, key).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Whether a hash was made at another cost than new ones are: to be replaced when the password is
  /// next told.
  package static func isOutdated(_ hash: String) -> Bool { Stored(hash)?.cost != cost }

  private struct Stored {
    var cost: Cost
    var salt: [UInt8]
    var key: [UInt8]

    init?(_ text: String) {
      let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 6, parts[0] == "scrypt", let logarithm = Int(parts[1]),
        let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
        let salt = base64URLBytes(parts[4]), salt.count >= 16,
        let key = base64URLBytes(parts[5]), key.count == 32
      else { return nil }
      cost = Cost(logarithm: logarithm, blockSize: blockSize, parallelism: parallelism)
      guard cost.isBounded else { return nil }
      self.salt = salt
      self.key = key
    }
  }

  /// The same for a password however a keyboard composes it.
  private static func derived(
    _ password: String, _ salt: [UInt8], _ cost: Cost, count: Int
  ) throws -> [UInt8] {
    // The library takes no empty list.
    let bytes = Array(password.precomposedStringWithCanonicalMapping.utf8)
    return try KDF.Scrypt.deriveKey(
      from: bytes.isEmpty ? [0] : bytes, salt: salt, outputByteCount: count,
      rounds: 1 << cost.logarithm, blockSize: cost.blockSize, parallelism: cost.parallelism
    ).withUnsafeBytes { Array($0) }
  }
}

/// A secret that is handed out once, and known by its hash from then on.
package struct Secret: Sendable {
  /// What API tokens start with, so that people and scanners know them for what they are.
  package static let tokenPrefix = "jdw_"

  package let text: String

  /// 32 random bytes in base64url, behind a prefix.
  package init(prefix: String = "") { text = prefix + base64URL(randomBytes(32)) }

  /// What is stored.
  package var hash: [UInt8] { Self.hash(of: text) }

  /// SHA-256 of a secret that somebody shows.
  package static func hash(of text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
  }
}

/// From the system's source of randomness.
private func randomBytes(_ count: Int) -> [UInt8] {
  SymmetricKey(size: SymmetricKeySize(bitCount: 8 * count)).withUnsafeBytes { Array($0) }
}

/// RFC 4648 §5, without padding.
package func base64URL(_ bytes: [UInt8]) -> String {
  Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    .replacing("=", with: "")
}

/// What a text in base64url stands for; nil where it is none, or has padding.
package func base64URLBytes(_ text: String) -> [UInt8]? {
  guard !text.contains(where: { "+/=".contains($0) }) else { return nil }
  let standard = text.replacing("-", with: "+").replacing("_", with: "/")
  let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
  return Data(base64Encoded: standard + padding).map(Array.init)
}
