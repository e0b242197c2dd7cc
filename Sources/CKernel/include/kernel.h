/// What the hardware allows: the inner loop of curriculum-based course timetabling, written for that
/// one problem on flat arrays. It measures by how much the engine, which knows no such problem, is
/// slower; no plan comes from it.
///
/// A move draws a placed lecture and a room and period, and exchanges what is there; hard rules are
/// never broken, and worse moves pass as in annealing (Kirkpatrick, Gelatt and Vecchi, 1983).
#ifndef JADWAL_KERNEL_H
#define JADWAL_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

/// The instance as flat arrays, and the timetable to start from. All of it is copied.
///
/// Periods are numbered through: day × slots + slot. Rows of a two-dimensional array follow one
/// another.
struct kernel_instance {
  int32_t days;
  /// A day has at most 64.
  int32_t slots;
  int32_t courses;
  int32_t rooms;
  int32_t curricula;
  /// Lectures that are placed.
  int32_t lectures;
  /// By course.
  const int32_t *minimum_days;
  const int32_t *students;
  /// By room.
  const int32_t *seats;
  /// courses × courses: whether two may not meet; a course conflicts with itself.
  const uint8_t *conflicts;
  /// courses × periods: whether the course may not be held then.
  const uint8_t *barred;
  /// Where each course's curricula begin in `curriculum`, and at last their number in all.
  const int32_t *first_curriculum;
  const int32_t *curriculum;
  /// By lecture; no hard rule may be broken.
  const int32_t *course;
  const int32_t *room;
  const int32_t *period;
};

/// What a run did.
struct kernel_counts {
  int64_t proposed;
  /// Broke no hard rule, so that their cost was worked out.
  int64_t evaluated;
  int64_t kept;
};

struct kernel;

/// NULL where memory is short, a day has more than 64 slots, or the timetable breaks a hard rule.
struct kernel *kernel_create(const struct kernel_instance *instance, uint64_t seed);
void kernel_free(struct kernel *kernel);

/// Proposes `moves` moves at a temperature in 256ths of a unit of cost.
struct kernel_counts kernel_run(struct kernel *kernel, int64_t moves, int32_t temperature);

/// The running cost of the lectures that are placed.
int64_t kernel_cost(const struct kernel *kernel);
int32_t kernel_room(const struct kernel *kernel, int32_t lecture);
int32_t kernel_period(const struct kernel *kernel, int32_t lecture);

#endif
