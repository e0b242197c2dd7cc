/// Curriculum-based course timetabling: track 3 of the second International Timetabling Competition
/// (2007), in the formulation that the field calls UD2.
///
/// Every lecture of a course gets a period and a room. Hard: no two lectures in a room, none of two
/// conflicting courses at once, none where the course is unavailable. Soft: seats, working days,
/// compact curricula, one room a course.
package enum CBCTT {}
