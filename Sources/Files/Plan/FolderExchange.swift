import Foundation

/// Gives each of two folders of one file system the other's name; false, with `errno`, where it
/// cannot, and then both keep theirs.
///
/// In one step where the system has one for it. Else in two, between which `standing` is away for a
/// moment, but never half there.
func exchangeFolders(_ new: String, _ standing: String) -> Bool {
  if exchangeAtOnce(new, standing) { return true }
  guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else { return false }
  return exchangeInTwoSteps(new, standing)
}

func exchangeInTwoSteps(_ new: String, _ standing: String) -> Bool {
  let aside = new + ".old"
  guard rename(standing, aside) == 0 else { return false }
  guard rename(new, standing) == 0 else {
    let code = errno
    rename(aside, standing)
    errno = code
    return false
  }
  return rename(aside, new) == 0
}

private func exchangeAtOnce(_ one: String, _ other: String) -> Bool {
  #if canImport(Darwin)
    return renamex_np(one, other, UInt32(RENAME_SWAP)) == 0
  #else
    // The C library has `renameat2`, but its header hides it from Swift.
    typealias Rename =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32
    guard let symbol = dlsym(nil, "renameat2") else {
      errno = ENOSYS
      return false
    }
    let exchange: UInt32 = 2
    return unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, one, AT_FDCWD, other, exchange) == 0
  #endif
}
