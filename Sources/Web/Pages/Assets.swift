import Crypto
import Hummingbird
import NIOCore
import Store

/// Style, script and picture: our own files alone, kept by browsers as long as they stay the same.
struct Assets {
  let board: Board

  private static let files: [(name: String, type: String, bytes: [UInt8])] = [
    ("board.css", "text/css; charset=utf-8", PackageResources.board_css + rows),
    ("board.js", "text/javascript; charset=utf-8", PackageResources.board_js),
    ("icon.svg", "image/svg+xml", PackageResources.icon_svg),
  ]

  /// Part of their addresses: other files, other addresses.
  static let version: String = {
    var hash = SHA256()
    for file in files { hash.update(data: file.bytes) }
    return String(base64URL(Array(hash.finalize())).prefix(12))
  }()

  /// A class for each place in a calendar: no style stands in a page itself.
  private static let rows: [UInt8] = {
    // On narrow screens the days stand below one another.
    var text = "@media print,(min-width:60rem){"
    for row in 1...98 { text += ".row-\(row){grid-row-start:\(row)}" }
    for height in 1...96 { text += ".height-\(height){grid-row-end:span \(height)}" }
    for column in 1...8 { text += ".column-\(column){grid-column:\(column)}" }
    for lanes in 1...4 {
      for lane in 1...lanes {
        let width = 100 / lanes
        text +=
          ".lane-\(lane)-of-\(lanes){width:\(width)%;margin-inline-start:\((lane - 1) * width)%}"
      }
    }
    text += "}"
    for width in 0...100 { text += ".width-\(width){inline-size:\(width)%}" }
    return Array(text.utf8)
  }()

  func add(to router: Router<BoardContext>) {
    for file in Self.files {
      let buffer = ByteBuffer(bytes: file.bytes)
      router.get("assets/:version/\(file.name)") { _, _ in
        Response(
          status: .ok,
          headers: [
            .contentType: file.type, .cacheControl: "public, max-age=31536000, immutable",
          ], body: ResponseBody(byteBuffer: buffer))
      }
    }
    router.get("healthz") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain"],
        body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
    }
  }
}
