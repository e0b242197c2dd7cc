import Foundation

/// The dataset that `jadwal init` writes: eleven member states, ready to plan and to edit.
///
/// `scripts/make-example` makes the files, which are carried inside the executable.
package enum ExampleDataset {
  /// Names and contents, in the order of the contract, `programme.yaml` first.
  package static var files: [(name: String, bytes: [UInt8])] {
    [
      ("programme.yaml", PackageResources.programme_yaml),
      ("states.csv", PackageResources.states_csv),
      ("cities.csv", PackageResources.cities_csv),
      ("travel.csv", PackageResources.travel_csv),
      ("closures.csv", PackageResources.closures_csv),
      ("modules.csv", PackageResources.modules_csv),
      ("cohorts.csv", PackageResources.cohorts_csv),
      ("trainers.csv", PackageResources.trainers_csv),
      ("venues.csv", PackageResources.venues_csv),
      ("partners.csv", PackageResources.partners_csv),
      ("joint.csv", PackageResources.joint_csv),
      ("absences.csv", PackageResources.absences_csv),
      ("pinned.csv", PackageResources.pinned_csv),
      ("README.md", PackageResources.README_md),
    ]
  }

  /// Why the example was not written.
  package enum WriteError: Error, Equatable, CustomStringConvertible {
    case notEmpty(path: String)
    case notFolder(path: String)
    case cannotWrite(path: String, reason: String)

    package var description: String {
      switch self {
      case .notEmpty(let path):
        "\(path) is not empty; the example needs a new or empty folder"
      case .notFolder(let path):
        "\(path) is a file; the example needs a new or empty folder"
      case .cannotWrite(let path, let reason):
        "cannot write the example to \(path): \(reason)"
      }
    }
  }

  /// Writes the files to `folder`, which is new or empty, so that a failure leaves none of them there.
  ///
  /// A new folder appears whole. An empty one is kept, since somebody may stand in it, and
  /// `programme.yaml` enters it last: without that file it is no dataset.
  package static func write(to folder: URL) throws(WriteError) {
    let folder = folder.standardizedFileURL.resolvingSymlinksInPath()
    let isNew = try !isEmptyFolder(folder)
    let home = isNew ? folder.deletingLastPathComponent() : folder
    let staging = home.appending(
      path: ".jadwal-init-\(UUID().uuidString)", directoryHint: .isDirectory)
    defer { try? FileManager.default.removeItem(at: staging) }
    do {
      try fill(staging)
      if isNew {
        try FileManager.default.moveItem(at: staging, to: folder)
      } else {
        try empty(staging, into: folder)
      }
    } catch {
      throw .cannotWrite(path: folder.path, reason: reason(of: error))
    }
  }

  /// What went wrong, without what Foundation says of every error.
  private static func reason(of error: any Error) -> String {
    error.localizedDescription.replacing("The operation could not be completed. ", with: "")
  }

  /// False where there is nothing at all.
  private static func isEmptyFolder(_ folder: URL) throws(WriteError) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
      return false
    }
    guard isFolder.boolValue else { throw .notFolder(path: folder.path) }
    let contents: [String]
    do {
      contents = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw .cannotWrite(path: folder.path, reason: reason(of: error))
    }
    guard contents.isEmpty else { throw .notEmpty(path: folder.path) }
    return true
  }

  private static func fill(_ staging: URL) throws {
    try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
    for file in files {
      try Data(file.bytes).write(to: staging.appending(path: file.name))
    }
  }

  private static func empty(_ staging: URL, into folder: URL) throws {
    var moved: [URL] = []
    do {
      for file in files.reversed() {
        let target = folder.appending(path: file.name)
        try FileManager.default.moveItem(at: staging.appending(path: file.name), to: target)
        moved.append(target)
      }
    } catch {
      for target in moved { try? FileManager.default.removeItem(at: target) }
      throw error
    }
  }
}
