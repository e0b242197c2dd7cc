import Training

/// The courses that a dataset draws from: digital skills by the areas of DigComp 2.2.
enum ModuleCatalogue {
  struct Course {
    let module: Module
    /// How often cohorts list it, against the others.
    let weight: Int
  }

  /// The first so many make a smaller catalogue that is whole in itself.
  static let courses: [Course] = [
    Course(
      module: Module(
        id: "SAFE1", title: "Staying safe online", axis: "safety", competence: "4.1", level: 1,
        sessions: 2, minutes: 90, mode: .hybrid, equipment: ["projector"], maxPerWeek: 2,
        minGapDays: 1), weight: 161),
    Course(
      module: Module(
        id: "CONT1", title: "Documents and slides", axis: "content", competence: "3.1", level: 1,
        sessions: 4, minutes: 90, mode: .inPerson, equipment: ["laptops"], maxPerWeek: 2,
        minGapDays: 1, learnersPerTrainer: 16), weight: 129),
    Course(
      module: Module(
        id: "AIWORK", title: "Using AI at work", axis: "problem_solving", competence: "5.3",
        level: 2,
        sessions: 2, minutes: 90, mode: .online, maxPerWeek: 1, minGapDays: 1,
        learnersPerTrainer: 45), weight: 79),
    Course(
      module: Module(
        id: "PROG1", title: "First programs", axis: "content", competence: "3.4", level: 2,
        sessions: 4, minutes: 120, mode: .inPerson, equipment: ["laptops"], maxPerWeek: 2,
        minGapDays: 1, learnersPerTrainer: 14), weight: 127),
    Course(
      module: Module(
        id: "VIDEO", title: "Video and social media", axis: "content", competence: "3.1", level: 2,
        sessions: 3, minutes: 120, mode: .inPerson, equipment: ["laptops", "camera"], after: [1],
        maxPerWeek: 2, minGapDays: 1, learnersPerTrainer: 16), weight: 23),
    Course(
      module: Module(
        id: "SELL", title: "Selling online", axis: "communication", competence: "2.2", level: 2,
        sessions: 3, minutes: 90, mode: .hybrid, equipment: ["projector"], after: [0],
        maxPerWeek: 1, minGapDays: 2), weight: 33),
    Course(
      module: Module(
        id: "SAFE2", title: "Cyber hygiene for work", axis: "safety", competence: "4.2", level: 2,
        sessions: 3, minutes: 60, mode: .online, after: [0], maxPerWeek: 2, minGapDays: 1),
      weight: 36),
    Course(
      module: Module(
        id: "SHEETS", title: "Spreadsheets and data", axis: "information", competence: "1.3",
        level: 2,
        sessions: 4, minutes: 120, mode: .inPerson, equipment: ["laptops"], maxPerWeek: 2,
        minGapDays: 1, learnersPerTrainer: 16), weight: 148),
    Course(
      module: Module(
        id: "PAY", title: "Digital money and payments", axis: "communication", competence: "2.3",
        level: 1,
        sessions: 2, minutes: 90, mode: .inPerson, equipment: ["projector"], maxPerWeek: 2,
        minGapDays: 0), weight: 88),
    Course(
      module: Module(
        id: "APP", title: "Build an app", axis: "content", competence: "3.4", level: 3,
        sessions: 3, minutes: 150, mode: .hybrid, equipment: ["laptops", "projector"], after: [3],
        maxPerWeek: 2, minGapDays: 1, learnersPerTrainer: 20), weight: 38),
    Course(
      module: Module(
        id: "EGOV", title: "Digital public services", axis: "communication", competence: "2.3",
        level: 1,
        sessions: 1, minutes: 90, mode: .online, minGapDays: 0, learnersPerTrainer: 60), weight: 77),
    Course(
      module: Module(
        id: "DATA", title: "Data stories", axis: "information", competence: "1.3", level: 3,
        sessions: 3, minutes: 120, mode: .hybrid, equipment: ["projector"], after: [7],
        maxPerWeek: 2, minGapDays: 1), weight: 38),
    Course(
      module: Module(
        id: "DEVICE", title: "Fix your device", axis: "problem_solving", competence: "5.1",
        level: 2,
        sessions: 2, minutes: 120, mode: .inPerson, equipment: ["toolkit"], maxPerWeek: 1,
        minGapDays: 1, learnersPerTrainer: 12), weight: 92),
    Course(
      module: Module(
        id: "CLOUD", title: "Cloud basics", axis: "problem_solving", competence: "5.1", level: 3,
        sessions: 4, minutes: 90, mode: .online, maxPerWeek: 2, minGapDays: 1,
        learnersPerTrainer: 24), weight: 81),
    Course(
      module: Module(
        id: "TEAM", title: "Working together online", axis: "communication", competence: "2.4",
        level: 1,
        sessions: 3, minutes: 60, mode: .online, maxPerWeek: 2, minGapDays: 1), weight: 88),
    Course(
      module: Module(
        id: "JOBS", title: "Finding work online", axis: "information", competence: "1.1", level: 1,
        sessions: 2, minutes: 90, mode: .inPerson, equipment: ["projector"], maxPerWeek: 1,
        minGapDays: 1), weight: 68),
    Course(
      module: Module(
        id: "ACCESS", title: "Digital access for all", axis: "safety", competence: "4.3", level: 1,
        sessions: 1, minutes: 90, mode: .hybrid, equipment: ["projector"], minGapDays: 0),
      weight: 63),
    Course(
      module: Module(
        id: "MEDIA", title: "Judging information", axis: "information", competence: "1.2", level: 1,
        sessions: 2, minutes: 60, mode: .inPerson, equipment: ["projector"], maxPerWeek: 2,
        minGapDays: 1), weight: 88),
  ]

  /// Modules that cohorts of several cities attend together.
  static let joint: Set<String> = ["AIWORK", "EGOV", "CLOUD"]
}
