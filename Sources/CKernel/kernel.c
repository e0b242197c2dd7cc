// The loop that is measured: draw, look at the hard rules, work out the delta, accept or not.
#include "state.h"

static inline uint64_t rotated(uint64_t word, int by) { return (word << by) | (word >> (64 - by)); }

// xoshiro256** (Blackman and Vigna, 2018), as the engine draws.
static inline uint64_t word(uint64_t random[4]) {
  uint64_t result = rotated(random[1] * 5, 7) * 9, shifted = random[1] << 17;
  random[2] ^= random[0];
  random[3] ^= random[1];
  random[1] ^= random[2];
  random[0] ^= random[3];
  random[2] ^= shifted;
  random[3] = rotated(random[3], 45);
  return result;
}

static inline int32_t below(uint64_t random[4], int32_t bound) {
  return (int32_t)(((word(random) >> 32) * (uint64_t)bound) >> 32);
}

// One place exchanged for another by a lecture of `course`: what rooms and days cost more.
static inline int32_t delta_of_course(
    const struct kernel *k, int32_t course, int32_t from, int32_t from_room, int32_t to,
    int32_t to_room) {
  int32_t delta = 0;
  if (from_room != to_room) {
    int32_t row = course * k->rooms;
    delta += k->standing[row + to_room] - k->standing[row + from_room];
    delta += (k->in_room[row + to_room] == 0) - (k->in_room[row + from_room] == 1);
  }
  int32_t old_day = k->day_of[from], new_day = k->day_of[to];
  if (old_day != new_day) {
    const int32_t *on_day = &k->on_day[course * k->days];
    int32_t used = k->days_used[course], minimum = k->minimum_days[course];
    int32_t after = used - (on_day[old_day] == 1) + (on_day[new_day] == 0);
    delta += DAY_PRICE * ((after < minimum ? minimum - after : 0) -
                          (used < minimum ? minimum - used : 0));
  }
  return delta;
}

// The same for the isolated lectures of its curricula, but for those that `other` is in too: there
// both periods stay taken.
static inline int32_t delta_of_curricula(
    const struct kernel *k, int32_t course, int32_t other, int32_t from, int32_t to) {
  int32_t isolations = 0, old_day = k->day_of[from], new_day = k->day_of[to];
  int32_t place = other < 0 ? 0 : k->first_curriculum[other];
  int32_t end = other < 0 ? 0 : k->first_curriculum[other + 1];
  for (int32_t i = k->first_curriculum[course]; i < k->first_curriculum[course + 1]; i++) {
    int32_t curriculum = k->curriculum[i];
    // Both lists ascend.
    while (place < end && k->curriculum[place] < curriculum) place++;
    if (place < end && k->curriculum[place] == curriculum) continue;
    const uint64_t *held = &k->held[curriculum * k->days];
    uint64_t old_mask = held[old_day] ^ k->bit_of[from];
    if (old_day == new_day) {
      isolations += isolated(old_mask ^ k->bit_of[to]) - isolated(held[old_day]);
    } else {
      isolations += isolated(old_mask) - isolated(held[old_day]);
      isolations += isolated(held[new_day] ^ k->bit_of[to]) - isolated(held[new_day]);
    }
  }
  return ISOLATION_PRICE * isolations;
}

// Whether a lecture of `course` may go to `to` once one of `leaving` (-1: none) has left it.
static inline bool admits(const struct kernel *k, int32_t course, int32_t to, int32_t leaving) {
  int32_t clashes = k->clashes[course * k->periods + to];
  if (leaving >= 0) clashes -= k->conflicts[course * k->courses + leaving];
  return clashes == 0;
}

static void move(struct kernel *k, int32_t lecture, int32_t period, int32_t room, int32_t other) {
  int32_t old_period = k->period[lecture], old_room = k->room[lecture];
  kernel_count(k, lecture, -1);
  if (other >= 0) {
    kernel_count(k, other, -1);
    k->period[other] = old_period;
    k->room[other] = old_room;
  }
  k->period[lecture] = period;
  k->room[lecture] = room;
  kernel_count(k, lecture, 1);
  if (other >= 0) kernel_count(k, other, 1);
}

struct kernel_counts kernel_run(struct kernel *k, int64_t moves, int32_t temperature) {
  struct kernel_counts counts = {moves, 0, 0};
  uint64_t random[4] = {k->random[0], k->random[1], k->random[2], k->random[3]};
  int32_t places = k->periods * k->rooms;
  for (int64_t i = 0; i < moves; i++) {
    int32_t lecture = below(random, k->lectures), place = below(random, places);
    int32_t to = place / k->rooms, to_room = place % k->rooms;
    int32_t from = k->period[lecture], from_room = k->room[lecture];
    int32_t other = k->at[place], course = k->course[lecture];
    int32_t rival = other < 0 ? -1 : k->course[other];
    if (rival == course) continue;
    if (from != to && (!admits(k, course, to, rival) ||
                       (rival >= 0 && !admits(k, rival, from, course))))
      continue;
    counts.evaluated++;
    int32_t delta = delta_of_course(k, course, from, from_room, to, to_room);
    if (rival >= 0) delta += delta_of_course(k, rival, to, to_room, from, from_room);
    if (from != to) {
      delta += delta_of_curricula(k, course, rival, from, to);
      if (rival >= 0) delta += delta_of_curricula(k, rival, course, to, from);
    }
    if (delta > 0 &&
        delta > ((int64_t)temperature * k->draws[below(random, DRAWS)]) >> 24)
      continue;
    move(k, lecture, to, to_room, other);
    k->cost += delta;
    counts.kept++;
  }
  for (int i = 0; i < 4; i++) k->random[i] = random[i];
  return counts;
}
