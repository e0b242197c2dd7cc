// The kernel's memory: made from an instance, and freed.
#include "state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int32_t *copy(const int32_t *from, size_t count) {
  int32_t *to = calloc(count + 1, sizeof *to);
  if (to && count) memcpy(to, from, count * sizeof *to);
  return to;
}

static int32_t *zeros(size_t count) { return calloc(count + 1, sizeof(int32_t)); }

// Where the conflicting courses of each course stand.
static void list_rivals(struct kernel *k) {
  int32_t count = 0;
  for (int32_t one = 0; one < k->courses; one++) {
    k->first_rival[one] = count;
    for (int32_t other = 0; other < k->courses; other++)
      if (k->conflicts[(size_t)one * k->courses + other]) k->rival[count++] = other;
  }
  k->first_rival[k->courses] = count;
}

// splitmix64, as the engine's generator is seeded.
static void seed_random(struct kernel *k, uint64_t state) {
  for (int i = 0; i < 4; i++) {
    uint64_t word = state += 0x9E3779B97F4A7C15u;
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9u;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBu;
    k->random[i] = word ^ (word >> 31);
  }
}

static bool allocate(struct kernel *k, const struct kernel_instance *from) {
  size_t courses = (size_t)from->courses, periods = (size_t)k->periods;
  size_t rooms = (size_t)from->rooms, lectures = (size_t)from->lectures;
  k->course = copy(from->course, lectures);
  k->room = copy(from->room, lectures);
  k->period = copy(from->period, lectures);
  k->minimum_days = copy(from->minimum_days, courses);
  k->first_curriculum = copy(from->first_curriculum, courses + 1);
  k->curriculum = copy(from->curriculum, (size_t)from->first_curriculum[courses]);
  k->days_used = zeros(courses);
  k->rooms_used = zeros(courses);
  k->standing = zeros(courses * rooms);
  k->in_room = zeros(courses * rooms);
  k->on_day = zeros(courses * (size_t)from->days);
  k->clashes = zeros(courses * periods);
  k->at = zeros(periods * rooms);
  k->day_of = zeros(periods);
  k->bit_of = calloc(periods + 1, sizeof *k->bit_of);
  k->held = calloc((size_t)from->curricula * (size_t)from->days + 1, sizeof *k->held);
  k->conflicts = calloc(courses * courses + 1, 1);
  k->first_rival = zeros(courses + 1);
  k->rival = zeros(courses * courses);
  return k->course && k->room && k->period && k->minimum_days && k->first_curriculum &&
         k->curriculum && k->days_used && k->rooms_used && k->standing && k->in_room &&
         k->on_day && k->clashes && k->at && k->day_of && k->bit_of && k->held &&
         k->conflicts && k->first_rival && k->rival;
}

static void fill(struct kernel *k, const struct kernel_instance *from) {
  for (int32_t p = 0; p < k->periods; p++) {
    k->day_of[p] = p / k->slots;
    k->bit_of[p] = (uint64_t)1 << (p % k->slots);
  }
  for (int32_t place = 0; place < k->periods * k->rooms; place++) k->at[place] = -1;
  memcpy(k->conflicts, from->conflicts, (size_t)k->courses * (size_t)k->courses);
  for (int32_t c = 0; c < k->courses; c++) {
    for (int32_t r = 0; r < k->rooms; r++) {
      int32_t standing = from->students[c] - from->seats[r];
      k->standing[c * k->rooms + r] = standing > 0 ? standing : 0;
    }
    for (int32_t p = 0; p < k->periods; p++)
      k->clashes[c * k->periods + p] = from->barred[c * k->periods + p] ? 1 : 0;
  }
  list_rivals(k);
  for (int i = 0; i < DRAWS; i++)
    k->draws[i] = (int32_t)(-log((i + 0.5) / DRAWS) * 65536);
}

// Places every lecture; false where one may not stand where it is said to.
static bool place_all(struct kernel *k) {
  for (int32_t lecture = 0; lecture < k->lectures; lecture++) {
    int32_t place = k->period[lecture] * k->rooms + k->room[lecture];
    if (k->at[place] >= 0) return false;
    if (k->clashes[k->course[lecture] * k->periods + k->period[lecture]]) return false;
    kernel_count(k, lecture, 1);
    k->cost += k->standing[k->course[lecture] * k->rooms + k->room[lecture]];
  }
  for (int32_t c = 0; c < k->courses; c++) {
    int32_t missing = k->minimum_days[c] - k->days_used[c];
    if (missing > 0) k->cost += DAY_PRICE * missing;
    if (k->rooms_used[c] > 1) k->cost += k->rooms_used[c] - 1;
  }
  for (int32_t cell = 0; cell < k->curricula * k->days; cell++)
    k->cost += ISOLATION_PRICE * isolated(k->held[cell]);
  return true;
}

void kernel_count(struct kernel *k, int32_t lecture, int32_t sign) {
  int32_t c = k->course[lecture], p = k->period[lecture], r = k->room[lecture];
  int32_t day = k->day_of[p];
  int32_t *on_day = &k->on_day[c * k->days + day], *in_room = &k->in_room[c * k->rooms + r];
  k->days_used[c] -= *on_day > 0;
  k->rooms_used[c] -= *in_room > 0;
  *on_day += sign;
  *in_room += sign;
  k->days_used[c] += *on_day > 0;
  k->rooms_used[c] += *in_room > 0;
  k->at[p * k->rooms + r] = sign > 0 ? lecture : -1;
  for (int32_t i = k->first_curriculum[c]; i < k->first_curriculum[c + 1]; i++)
    k->held[k->curriculum[i] * k->days + day] ^= k->bit_of[p];
  for (int32_t i = k->first_rival[c]; i < k->first_rival[c + 1]; i++)
    k->clashes[k->rival[i] * k->periods + p] += sign;
}

struct kernel *kernel_create(const struct kernel_instance *from, uint64_t seed) {
  if (from->slots > 64 || from->lectures < 1) return NULL;
  struct kernel *k = calloc(1, sizeof *k);
  if (!k) return NULL;
  k->days = from->days;
  k->slots = from->slots;
  k->periods = from->days * from->slots;
  k->courses = from->courses;
  k->rooms = from->rooms;
  k->curricula = from->curricula;
  k->lectures = from->lectures;
  seed_random(k, seed);
  if (allocate(k, from)) {
    fill(k, from);
    if (place_all(k)) return k;
  }
  kernel_free(k);
  return NULL;
}

void kernel_free(struct kernel *k) {
  if (!k) return;
  void *blocks[] = {
      k->course,   k->room,    k->period,     k->minimum_days, k->first_curriculum,
      k->curriculum, k->days_used, k->rooms_used, k->standing, k->in_room,
      k->on_day,   k->clashes, k->at,         k->day_of,       k->bit_of,
      k->held,     k->conflicts, k->first_rival, k->rival};
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) free(blocks[i]);
  free(k);
}

int64_t kernel_cost(const struct kernel *k) { return k->cost; }
int32_t kernel_room(const struct kernel *k, int32_t lecture) { return k->room[lecture]; }
int32_t kernel_period(const struct kernel *k, int32_t lecture) { return k->period[lecture]; }
