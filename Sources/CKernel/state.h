// What kernel.c and state.c share.
#ifndef JADWAL_KERNEL_STATE_H
#define JADWAL_KERNEL_STATE_H

#include "kernel.h"

enum { DRAWS = 1024, DAY_PRICE = 5, ISOLATION_PRICE = 2 };

struct kernel {
  int32_t days, slots, periods, courses, rooms, curricula, lectures;
  // By lecture.
  int32_t *course, *room, *period;
  // By course.
  int32_t *minimum_days, *days_used, *rooms_used, *first_curriculum;
  int32_t *curriculum;
  // courses × rooms: students without a seat, and lectures held there.
  int32_t *standing, *in_room;
  // courses × days: lectures held on the day.
  int32_t *on_day;
  // courses × periods: conflicting lectures held then; barred counts as one.
  int32_t *clashes;
  // periods × rooms: the lecture, or -1.
  int32_t *at;
  // By period and by slot: the day, and the slot's bit.
  int32_t *day_of;
  uint64_t *bit_of;
  // curricula × days: the slots in which a lecture is held.
  uint64_t *held;
  uint8_t *conflicts;
  // The conflicting courses of each course, laid end to end.
  int32_t *first_rival, *rival;
  // −ln u for evenly spread u, in 65 536ths.
  int32_t draws[DRAWS];
  uint64_t random[4];
  int64_t cost;
};

// Adds a lecture to every counter (sign 1), or takes it out (sign -1); cost is left alone.
void kernel_count(struct kernel *k, int32_t lecture, int32_t sign);

// The lectures of a day's mask without a neighbour.
static inline int32_t isolated(uint64_t mask) {
  return __builtin_popcountll(mask & ~(mask << 1) & ~(mask >> 1));
}

#endif
