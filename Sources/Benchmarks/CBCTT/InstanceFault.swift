extension CBCTT {
  /// Why a file is no instance: the first thing that is wrong.
  ///
  /// The format is one stream of words, so what follows a fault cannot be told apart.
  package struct InstanceFault: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// The file cannot be read.
      case file
      /// The file is not text.
      case encoding
      /// The file ends too early.
      case ending
      /// A title or label does not stand where it should.
      case title
      /// A word is not a whole number of up to nine digits.
      case number
      /// An id is given twice.
      case duplicate
      /// A course is named that was not defined.
      case unknownCourse
      /// More than the reader takes.
      case size
    }

    package let kind: Kind
    /// From 1; nil where the fault is the file's.
    package let line: Int?
    package let expected: String
    package let found: String
  }
}

extension CBCTT.InstanceFault: CustomStringConvertible {
  /// `line 9: expected a whole number (lectures of course "c1"), found "two"`.
  package var description: String {
    (line.map { "line \($0): " } ?? "") + "expected \(expected), found \(found)"
  }
}
