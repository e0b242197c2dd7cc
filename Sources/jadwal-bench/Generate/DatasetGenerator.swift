import Training

/// Draws a dataset: the same request gives the same programme on any machine.
struct DatasetGenerator {
  let request: DatasetRequest
  let shape: DatasetShape

  init(_ request: DatasetRequest) {
    self.request = request
    shape = DatasetShape(request.size)
  }

  func programme() -> Programme { programme { false }.programme }

  /// The same, but that the longest part of it, the search for how scarce hours have to be, stops
  /// once `isOver` says so; then the dataset is sound, but looser than asked for.
  func programme(unless isOver: () -> Bool) -> (programme: Programme, isWhole: Bool) {
    var draft = DatasetDraft(request)
    draft.drawRegion(shape, cities: request.cities ?? shape.cities)
    draft.drawModules(shape)
    draft.drawCohorts(shape)
    draft.drawVenues(shape)
    if request.joint { draft.drawJoints() }
    if request.partners { draft.drawPartners(shape) }
    draft.drawTrainers(shape)
    draft.fillGapsInSkills()
    let isWhole = draft.makeHoursScarce(tightness: request.tightness, isOver: isOver)
    if request.partners { draft.capPartners() }
    if request.absences { draft.drawAbsences() }
    return (draft.programme, isWhole)
  }
}

/// A programme in the making.
struct DatasetDraft {
  static let startsOn = LocalDate(days: 20_668)

  let seed: UInt64
  let settings: Programme.Settings
  var states: [MemberState] = []
  /// The atlas's entry by state.
  var atlas: [Atlas.State] = []
  var cities: [City] = []
  /// How many cohorts a city draws, against its state's other cities.
  var cityWeights: [Int] = []
  var travel = Travel()
  var closures: [Closure] = []
  var modules: [Module] = []
  var moduleWeights: [Int] = []
  var cohorts: [Cohort] = []
  var venues: [Venue] = []
  var joints: [Joint] = []
  var partners: [Partner] = []
  var trainers: [Trainer] = []
  var absences: [Absence] = []

  init(_ request: DatasetRequest) {
    seed = request.seed
    settings = Programme.Settings(
      id: "training-\(request.size.rawValue)-\(request.seed)",
      title: "Digital skills for youth and young workers", startsOn: Self.startsOn,
      weeks: request.weeks, gridMinutes: 30)
  }

  var programme: Programme {
    Programme(
      settings: settings, states: states, cities: cities, travel: travel, closures: closures,
      modules: modules, cohorts: cohorts, trainers: trainers, venues: venues,
      partners: partners, joints: joints, absences: absences)
  }

  func draw(_ topic: String) -> Draw { Draw(seed: seed, topic: topic) }

  /// `prefix` and a number with leading zeros, as wide as `count` needs but three digits at least.
  static func id(_ prefix: String, _ number: Int, of count: Int, digits: Int = 3) -> String {
    let width = max(digits, String(count).count)
    let text = String(number)
    return prefix + String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
